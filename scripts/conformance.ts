// Runs the conformance kit against a fresh server per chapter and compares the result with the committed ratchet.
//   npm run conformance -- --chapters a,b      arguments go to the kit (--held DIR, --json FILE, --verbose, …)
//   npm run conformance -- --update            writes the ratchet
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareWithRatchet, type KitReport, type Ratchet, ratchetOf } from './ratchet.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const kit = resolve(root, '../shared/conformance');
const ratchetFile = join(root, 'test/conformance/ratchet.json');
const args = process.argv.slice(2);
const update = args.includes('--update');
const handedOn = args.filter((arg) => arg !== '--update');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

const run = (script: string, parameters: string[]): Promise<number> =>
  new Promise((done) =>
    spawn(process.execPath, [script, ...parameters], { stdio: 'inherit', cwd: root }).on('exit', (code) =>
      done(code ?? 1),
    ),
  );

async function main(): Promise<number> {
  if (!existsSync(kit)) {
    console.log('conformance: the kit is not beside the project; nothing was compared');
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'tessera-conformance-'));
  const report = join(folder, 'report.json');
  const freshServer = join(root, 'scripts/fresh-server.ts');
  const port = await freePort();
  const reset = `"${process.execPath}" "${freshServer}" ${port} "${folder}"`;
  const status = await run(join(kit, 'replay.mjs'), [
    '--base',
    `http://127.0.0.1:${port}`,
    '--reset',
    reset,
    '--json',
    report,
    ...handedOn.filter((arg, i) => arg !== '--json' && handedOn[i - 1] !== '--json'),
  ]);
  await run(freshServer, ['stop', folder]);
  if (!existsSync(report)) return status;
  const result = JSON.parse(readFileSync(report, 'utf8')) as KitReport;
  const wanted = handedOn.indexOf('--json');
  if (wanted >= 0) writeFileSync(handedOn[wanted + 1] ?? 'conformance.json', readFileSync(report));
  rmSync(folder, { recursive: true, force: true });
  const known: Ratchet = existsSync(ratchetFile) ? (JSON.parse(readFileSync(ratchetFile, 'utf8')) as Ratchet) : {};
  if (update) {
    writeFileSync(ratchetFile, `${JSON.stringify({ ...known, ...ratchetOf(result, known) }, null, 2)}\n`);
    return 0;
  }
  if (handedOn.includes('--held')) return 0;
  const { passed, failed, lines } = compareWithRatchet(result, known);
  for (const line of lines) console.log(line);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();

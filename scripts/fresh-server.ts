// `fresh-server.ts PORT FOLDER` stops the server that FOLDER/pid names and starts one on an empty installation;
// `fresh-server.ts stop FOLDER` only stops it.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [what = '', folder = ''] = process.argv.slice(2);
const pidFile = join(folder, 'pid');
const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

async function stop(): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  rmSync(pidFile);
  try {
    process.kill(pid, 'SIGKILL');
    for (let i = 0; i < 200; i++) {
      process.kill(pid, 0);
      await sleep(10);
    }
  } catch {
    // It is gone.
  }
}

const listens = (port: number): Promise<boolean> =>
  new Promise((answer) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      answer(true);
    });
    socket.on('error', () => answer(false));
  });

await stop();
if (what !== 'stop') {
  const data = join(folder, 'var');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const log = openSync(join(folder, 'server.log'), 'a');
  const server = spawn(
    process.execPath,
    [join(root, 'packages/server/bin/tessera.js'), 'serve', '--port', what, '--host', '127.0.0.1'],
    {
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        DATABASE_URL: '',
        TESSERA_VAR: data,
        TESSERA_ADMIN_USER: 'admin',
        TESSERA_ADMIN_PASSWORD: 'Admin123!x',
        TESSERA_ALLOW_PRIVATE_ADDRESSES: '1',
      },
    },
  );
  server.unref();
  writeFileSync(pidFile, String(server.pid));
  for (let i = 0; i < 500 && !(await listens(Number(what))); i++) await sleep(20);
}
process.exit(0);

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../examples/crm/test/visitor.ts';
import { installPublished, type PublishedApplication } from './published.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const guide = readFileSync(join(root, 'docs/modules.md'), 'utf8');
/** The files of the guide: blocks that begin with their name. */
const files = new Map(
  [...guide.matchAll(/^```(?:ts|json)\n\/\/ (\S+)\n(.*?)^```/gms)].map(([, name = '', text = '']) => [name, text]),
);
const tsc = join(root, 'node_modules/.bin/tsc');
const ADMIN = { username: 'admin', password: 'Admin123!x' };

let application: PublishedApplication;
before(() => {
  application = installPublished(['server'], ['@types/node']);
  mkdirSync(join(application.folder, 'notes'));
  for (const [name, text] of files) application.write(name, text);
});
after(() => application?.remove());

test('what is published is compiled code with its types and what it serves, and no source', () => {
  const { files } = application;
  for (const name of ['oauth1', 'webapi', 'database', 'modules', 'server'])
    for (const file of ['index.js', 'index.d.ts', 'README.md', 'LICENSE', 'package.json'])
      assert.ok(files.includes(`@tessera/${name}/${file}`), `${name}: ${file}`);
  for (const file of [
    'bin/tessera.js',
    'admin-panel/built/index.html',
    'admin-panel/built/LICENSES.txt',
    'swagger-ui/browser/page.mjs',
  ])
    assert.ok(files.includes(`@tessera/server/${file}`), file);
  const strange = files.filter((file) => /(?<!\.d)\.m?tsx?$|\.test\.|\/\.|(^|\/)(?:test|src)\//.test(file));
  assert.deepEqual(strange, []);
});

test('the module of the guide fits the types of the published packages, and a wrong one does not', () => {
  assert.deepEqual(
    [...files.keys()],
    ['contract', 'tables', 'service', 'module']
      .map((name) => `notes/${name}.ts`)
      .concat('tsconfig.json', 'notes/notes.test.ts'),
  );
  assert.equal(application.run(tsc, '-p', '.'), '');
  const service = files.get('notes/service.ts') ?? '';
  for (const [right, wrong, complaint] of [
    ["selectFrom('customer')", "selectFrom('custommer')", /custommer/],
    ['dateTime(now())', 'now()', /created_at/],
    ['{ customerId }, { db }', '{ customerNumber }, { db }', /customerNumber/],
  ] as const) {
    assert.ok(service.includes(right));
    application.write('notes/service.ts', service.replace(right, wrong));
    assert.throws(() => application.run(tsc, '-p', '.'), complaint);
  }
  application.write('notes/service.ts', service);
});

test('the test of the guide passes', () => {
  // Within a run of tests Node would tell that run rather than us.
  const run = [
    'env',
    '-u',
    'NODE_TEST_CONTEXT',
    process.execPath,
    '--test',
    '--test-reporter=tap',
    'notes/notes.test.ts',
  ];
  assert.match(application.run(...(run as [string, ...string[]])), /^# pass 1$/m);
});

test('the command of the published server serves the module by every protocol, with panel and Swagger UI', async () => {
  const port = await freePort();
  const server = spawn(
    process.execPath,
    ['node_modules/.bin/tessera', 'serve', '--demo', '--module', 'notes/module.ts', '--port', String(port)],
    {
      cwd: application.folder,
      env: {
        ...process.env,
        DATABASE_URL: '',
        TESSERA_ADMIN_USER: ADMIN.username,
        TESSERA_ADMIN_PASSWORD: ADMIN.password,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((done) => server.once('exit', done));
  try {
    await new Promise<void>((ready, failed) => {
      server.stdout.once('data', () => ready());
      server.once('exit', (code) => failed(new Error(`the server ended with ${code}`)));
    });
    const base = `http://127.0.0.1:${port}`;
    const json = { 'content-type': 'application/json' };
    const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${base}${path}`, {
        method: 'POST',
        headers: { ...json, ...headers },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as unknown };
    };
    const token = (await post('/rest/V1/integration/admin/token', ADMIN)).body as string;
    const bearer = { authorization: `Bearer ${token}` };
    const note = { text: 'Prefers mail.' };
    assert.equal((await post('/rest/V1/notes/1', note)).status, 401);
    assert.equal((await post('/rest/V1/notes/1', note, bearer)).status, 200);
    assert.equal((await post('/rest/async/V1/notes/1', note, bearer)).status, 202);
    const read = async (path: string) => (await fetch(base + path, { headers: bearer })).text();
    const kept = (): Promise<{ text: string }[]> => read('/rest/V1/notes/1').then((text) => JSON.parse(text));
    for (let tries = 0; tries < 100 && (await kept()).length < 2; tries++)
      await new Promise((soon) => setTimeout(soon, 50));
    assert.deepEqual(
      (await kept()).map(({ text }) => text),
      ['Prefers mail.', 'Prefers mail.'],
    );
    assert.match(await read('/soap/default?wsdl&services=acmeNotesNoteRepositoryV1'), /acmeNotesNoteRepositoryV1Add/);
    assert.match(await read('/rest/all/schema?services=acmeNotesNoteRepositoryV1'), /"\/V1\/notes\/\{customerId\}"/);
    assert.match(await read('/admin'), /<script type="module"/);
    assert.equal((await fetch(`${base}/swagger/page.mjs`)).status, 200);
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
});

test('other commands know the modules that the environment names', () => {
  const folder = join(application.folder, 'var');
  const status = application.run(
    'env',
    `TESSERA_VAR=${folder}`,
    'TESSERA_MODULES=notes/module.ts',
    process.execPath,
    'node_modules/.bin/tessera',
    'module:status',
  );
  assert.match(status, /Acme_Notes/);
});

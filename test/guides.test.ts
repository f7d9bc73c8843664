import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../examples/crm/test/visitor.ts';
import { startFakeStore } from '../packages/connect/test/fake-store.ts';
import { installPublished, type PublishedApplication } from './published.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const guide = readFileSync(join(root, 'docs/connect-a-saas.md'), 'utf8');
/** The files of the guide: blocks that begin with their name. */
const files = new Map(
  [...guide.matchAll(/^```[tj]s\n\/\/ (\S+)\n(.*?)^```/gms)].map(([, name = '', text = '']) => [name, text]),
);

let application: PublishedApplication;
before(() => {
  application = installPublished(['connect'], ['fastify', 'pg', '@types']);
  for (const [name, text] of files) application.write(name, text);
});
after(() => application?.remove());

test('what is published is compiled code with its types, and nothing else', () => {
  assert.ok(application.files.includes('@tessera/connect/index.js'));
  assert.ok(application.files.includes('@tessera/connect/index.d.ts'));
  for (const name of ['oauth1', 'connect'])
    for (const file of ['README.md', 'LICENSE', 'package.json'])
      assert.ok(application.files.includes(`@tessera/${name}/${file}`), `${name}: ${file}`);
  const others = application.files.filter((file) => !/(?:\.js|\.d\.ts|README\.md|LICENSE|package\.json)$/.test(file));
  assert.deepEqual(others, []);
  assert.deepEqual(
    application.files.filter((file) => file.includes('.test.')),
    [],
  );
});

test('the published package is imported and required as plain JavaScript', () => {
  const use = `const sign = createSigner({ consumerKey: 'k', consumerSecret: 's' });
    console.log(typeof createConnect, criteria().toQuery()[0][0], sign('GET', 'https://shop.example/').slice(0, 6));`;
  application.write(
    'use.mjs',
    `import { createConnect, criteria } from '@tessera/connect'; import { createSigner } from '@tessera/oauth1'; ${use}`,
  );
  application.write(
    'use.cjs',
    `const { createConnect, criteria } = require('@tessera/connect'); const { createSigner } = require('@tessera/oauth1'); ${use}`,
  );
  for (const file of ['use.mjs', 'use.cjs'])
    assert.equal(application.run(process.execPath, file), 'function searchCriteria OAuth \n');
});

test('the code of "Connect a SaaS" fits the types of the published package, whichever way they are resolved', () => {
  const typed = [...files.keys()].filter((name) => name.endsWith('.ts'));
  assert.deepEqual(typed, ['connect.ts', 'pages.ts', 'use.ts']);
  const strict = { strict: true, noEmit: true, target: 'ES2024', lib: ['ES2024'], types: ['node'] };
  const resolutions = { nodenext: 'nodenext', bundler: 'esnext' };
  for (const [moduleResolution, module] of Object.entries(resolutions)) {
    const compilerOptions = { ...strict, module, moduleResolution, allowImportingTsExtensions: true };
    application.write('tsconfig.json', JSON.stringify({ compilerOptions, files: typed }));
    assert.equal(application.run(join(root, 'node_modules/.bin/tsc'), '-p', '.'), '', moduleResolution);
  }
});

/** Starts a server of the guide; its users are whoever the cookie says. */
async function serve(context: TestContext, name: string): Promise<string> {
  const text = files.get('connect.ts') ?? '';
  const calls = /export const connect = createConnect\(\{/;
  assert.match(text, calls);
  application.write(
    'connect.ts',
    `import { createConnect, memoryConnectionStore } from '@tessera/connect';
    export const connect = createConnect({ store: memoryConnectionStore(), secretKey: Buffer.alloc(32, 1),
      allowPrivate: true, identity: (request) => request.headers.get('cookie') });`,
  );
  const port = await freePort();
  const child = spawn(process.execPath, [name], {
    cwd: application.folder,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  context.after(() => ended(child));
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (await fetch(origin).catch(() => null)) return origin;
    assert.equal(child.exitCode, null, `${name} ended`);
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${name} did not start`);
}

const ended = (child: ChildProcess): Promise<unknown> =>
  new Promise((done) => {
    child.once('exit', done);
    child.kill('SIGKILL');
  });

for (const name of ['server-node.js', 'server-fastify.js'])
  test(`a store is connected through ${name} as the guide has it`, async (t) => {
    const origin = await serve(t, name);
    const store = await startFakeStore();
    t.after(store.close);
    const integration = store.addIntegration(`${origin}/connect/callback`, `${origin}/connect/login`);
    const link = await integration.activate();
    const ask = (init: RequestInit = {}, cookie = 'ann'): Promise<Response> =>
      fetch(link, { ...init, redirect: 'manual', headers: { cookie } });
    const press = async (decision: string): Promise<Response> => {
      const pending = /name="pending" value="([^"]+)"/.exec(await (await ask()).text())?.[1] ?? '';
      return ask({ method: 'POST', body: new URLSearchParams({ pending, decision }) });
    };

    const { pathname, search } = new URL(link);
    const stranger = await ask({}, '');
    assert.equal(stranger.headers.get('location'), `/sign-in?return_to=${encodeURIComponent(pathname + search)}`);
    assert.match(await (await press('')).text(), /Nothing was connected/);
    assert.equal(integration.isActive(), false);
    assert.match(await (await ask()).text(), /Waiting for the credentials of your store/);
    await integration.post();
    const connected = await press('connect');
    assert.equal(connected.status, 303, await connected.text());
    assert.equal(connected.headers.get('location'), `${store.url}admin/integration/loginSuccessCallback/`);
    assert.equal(integration.isActive(), true);
  });

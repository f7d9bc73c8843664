// `npm run demo`: two Tessera stores and a CRM that they connect to, on this machine only. Data stays in var/demo.
//   PORT=9000 npm run demo     the stores take this port and the next, the CRM the one after
// Without PORT they are 8090 to 8092, beside `npm start`, or the next three that are free.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from './free-ports.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = resolve(process.env['DEMO_VAR'] ?? join(root, 'var/demo'));
const port = await choosePort(process.env['PORT']);
const PASSWORD = 'Demo123!demo';
const children: ChildProcess[] = [];

// Cookies do not tell ports apart, so the two panels have host names of their own.
const stores = [
  { name: 'Red Store', url: `http://localhost:${port}` },
  { name: 'Blue Store', url: `http://127.0.0.1:${port + 1}` },
] as const;
const crm = `http://127.0.0.1:${port + 2}`;

/** The same as last time where that is possible: the CRM knows its stores by their addresses. */
async function choosePort(asked: string | undefined): Promise<number> {
  try {
    return await freePorts(3, asked === undefined ? undefined : Number(asked), 8090);
  } catch (error) {
    console.error(`demo: ${(error as Error).message}`);
    process.exit(1);
  }
}

/** Starts a program of this project and waits for a line that says it is ready. */
function start(name: string, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  children.push(child);
  return new Promise((ready, failed) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (/http:\/\/\S+/.test(said)) ready(said);
    });
    child.once('exit', (code) => {
      failed(new Error(`${name} ended with ${code}`));
      stop();
    });
  });
}

function startStore({ name, url }: (typeof stores)[number]): Promise<string> {
  const storeFolder = join(folder, name.toLowerCase().replace(' ', '-'));
  mkdirSync(storeFolder, { recursive: true });
  const args = ['packages/server/bin/tessera.js', 'serve', '--demo', '--port', new URL(url).port];
  return start(name, args, {
    DATABASE_URL: '',
    TESSERA_VAR: storeFolder,
    TESSERA_ADMIN_USER: 'admin',
    TESSERA_ADMIN_PASSWORD: PASSWORD,
  });
}

/** Has the integration with the CRM ready, so that only Activate is left to press. */
async function addIntegration(url: string): Promise<void> {
  const send = async (method: string, path: string, body?: unknown, token?: string): Promise<unknown> => {
    const response = await fetch(`${url}/rest${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${url}${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const token = String(await send('POST', '/V1/integration/admin/token', { username: 'admin', password: PASSWORD }));
  const { items } = (await send('GET', '/V1/integrations?searchCriteria=', undefined, token)) as {
    readonly items: readonly { readonly id: number; readonly name: string; readonly endpoint: string }[];
  };
  const integration = {
    name: 'Tabula CRM',
    endpoint: `${crm}/connect/callback`,
    identity_link_url: `${crm}/connect/login`,
    all_resources: false,
    resources: ['Magento_Customer::customer', 'Magento_Customer::manage'],
  };
  const known = items.find(({ name }) => name === integration.name);
  if (known === undefined) await send('POST', '/V1/integrations', { integration }, token);
  // The last time it ran on other ports.
  else if (known.endpoint !== integration.endpoint)
    await send('PUT', `/V1/integrations/${known.id}`, { integration: { ...integration, id: known.id } }, token);
}

function stop(): void {
  for (const child of children) child.kill('SIGTERM');
  setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, 5000).unref();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);

try {
  await Promise.all([
    ...stores.map(startStore),
    start('The CRM', ['examples/crm/src/main.ts'], {
      CRM_VAR: join(folder, 'crm'),
      CRM_PORT: new URL(crm).port,
      CRM_ORIGIN: crm,
      CRM_ALLOW_PRIVATE: '1',
    }),
  ]);
  await Promise.all(stores.map(({ url }) => addIntegration(url)));
  console.log(`
  ${stores.map(({ name, url }) => `${name.padEnd(11)} ${url}/admin   user admin, password ${PASSWORD}`).join('\n  ')}
  CRM         ${crm}

  1. Open the CRM and sign up: ${crm}/sign-up
  2. Open the panel of the Red Store, sign in, go to System > Integrations and activate "Tabula CRM"
     (the dialog asks for the password again). A popup of the CRM asks whether to connect the store: press Connect.
  3. In the CRM, the store and its customers appear under "Your stores". Edit a contact, and see the change in the
     panel of the store. Then do step 2 with the Blue Store.

  Ctrl+C stops everything; the data stays in ${folder}.
`);
} catch (error) {
  console.error(`demo: ${(error as Error).message}`);
  stop();
  process.exitCode = 1;
}

// Starts real servers for tests that go over sockets.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export interface RunningTessera {
  /** `http://127.0.0.1:41234/` */
  readonly url: string;
  /** Calls the Web API as administrator: `api('GET', '/V1/modules')`. @throws Error unless it succeeds */
  readonly api: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  readonly stop: () => Promise<void>;
}

/** Milliseconds. */
const START_TIMEOUT = 60_000;
/** One that was started here. */
export interface StartedTessera extends RunningTessera {
  /** Where it keeps its data. */
  readonly folder: string;
}

const PASSWORD = 'Admin123!x';

/** A server on an empty installation and a free port, with an administrator, that may call loopback addresses. */
export async function startTessera(args: readonly string[] = []): Promise<StartedTessera> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-'));
  const child = spawn(
    process.execPath,
    [join(root, 'packages/server/bin/tessera.js'), 'serve', '--port', '0', ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        DATABASE_URL: '',
        TESSERA_VAR: folder,
        TESSERA_ADMIN_USER: 'admin',
        TESSERA_ADMIN_PASSWORD: PASSWORD,
        TESSERA_ALLOW_PRIVATE_ADDRESSES: '1',
      },
    },
  );
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const url = await new Promise<string>((found, fail) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const address = /(http:\/\/127\.0\.0\.1:\d+\/)rest/.exec(said)?.[1];
      if (address !== undefined) found(address);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => fail(new Error(`The server did not start: ${said}`)));
    setTimeout(() => fail(new Error(`The server did not start in time: ${said}`)), START_TIMEOUT).unref();
  });

  const send = async (method: string, path: string, body: unknown, token?: string): Promise<unknown> => {
    const response = await fetch(new URL(`rest${path}`, url), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };
  let token: string | undefined;
  return {
    url,
    folder,
    api: async <T>(method: string, path: string, body?: unknown) => {
      token ??= String(await send('POST', '/V1/integration/admin/token', { username: 'admin', password: PASSWORD }));
      return (await send(method, path, body, token)) as T;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

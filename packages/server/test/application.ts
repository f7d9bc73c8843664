import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseLocation } from '@tessera/database';
import type { Call, HttpResponse, Module } from '@tessera/webapi';
import pg from 'pg';
import { type Application, createApplication } from '../src/application.ts';

export interface TestRequest {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects are sent as JSON, texts and buffers as they are. */
  readonly body?: unknown;
  readonly bearer?: string;
  readonly remoteAddress?: string;
}
export interface TestResponse {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
  readonly text: string;
  readonly json: unknown;
}

export interface TestApplication {
  readonly application: Application;
  /** Clock of the application, in milliseconds; tests may move it. */
  readonly clock: { now: number };
  readonly varFolder: string;
  readonly database: DatabaseLocation;
  readonly send: (request: TestRequest) => Promise<TestResponse>;
  readonly call: (changes?: Partial<Call>) => Call;
}

export interface TestOptions {
  readonly modules?: readonly Module[];
  readonly basePath?: string;
  readonly keys?: readonly Buffer[];
  /** What is done to the empty database before the application opens it. */
  readonly prepare?: (location: DatabaseLocation) => Promise<void>;
  readonly reloadKeys?: () => readonly Buffer[];
}

/** The database under test: SQLite in a folder of its own, PostgreSQL in a schema of its own with TESSERA_TEST_DATABASE=postgres. */
export const testDialect = process.env['TESSERA_TEST_DATABASE'] === 'postgres' ? 'postgres' : 'sqlite';
const serverUrl = process.env['TESSERA_TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** An empty database; SQLite's is in the folder. */
export async function freshDatabase(
  folder: string,
  file = 'test.sqlite',
): Promise<{ location: DatabaseLocation; drop: () => Promise<void> }> {
  if (testDialect === 'sqlite')
    return {
      location: { dialect: 'sqlite', file: join(folder, file), durability: 'off' },
      drop: async () => {},
    };
  const name = `tessera_test_${randomBytes(6).toString('hex')}`;
  const administer = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await administer(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    location: { dialect: 'postgres', url: url.href, connections: 5 },
    drop: () => administer(`drop database ${name} with (force)`),
  };
}

/** Runs a test against an application on an empty installation, without sockets. */
export async function withApplication(
  test: (context: TestApplication) => Promise<void>,
  options: TestOptions = {},
): Promise<void> {
  const varFolder = mkdtempSync(join(tmpdir(), 'tessera-test-'));
  const { location, drop } = await freshDatabase(varFolder);
  await options.prepare?.(location);
  const clock = { now: Date.now() };
  const faults: unknown[] = [];
  const application = await createApplication({
    database: location,
    varFolder,
    basePath: options.basePath ?? '',
    keys: options.keys ?? [randomBytes(32)],
    now: () => clock.now,
    ...(options.modules === undefined ? {} : { modules: options.modules }),
    ...(options.reloadKeys === undefined ? {} : { reloadKeys: options.reloadKeys }),
    log: {
      error: (entry) => {
        faults.push(entry);
      },
      info: () => {},
    },
  });
  const send = async ({
    method = 'GET',
    url,
    headers = {},
    body,
    bearer,
    remoteAddress = '127.0.0.1',
  }: TestRequest): Promise<TestResponse> => {
    const isJson = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body);
    const bytes =
      body === undefined
        ? Buffer.alloc(0)
        : Buffer.isBuffer(body)
          ? body
          : Buffer.from(isJson ? JSON.stringify(body) : (body as string));
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const response = await application.handle({
      method,
      url,
      remoteAddress,
      scheme: 'http',
      host: 'localhost',
      body: async () => bytes,
      headers: {
        host: 'localhost',
        ...(isJson ? { 'content-type': 'application/json' } : {}),
        ...(bytes.length > 0 ? { 'content-length': String(bytes.length) } : {}),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...lower,
      },
    });
    const text = response.body.toString();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    if (response.status >= 500)
      throw new Error(
        `${method} ${url} answered ${response.status}: ${text} ${faults.map((fault) => (fault as { err?: Error }).err?.stack).join('\n')}`,
      );
    return { status: response.status, headers: response.headers, text, json };
  };
  try {
    await test({
      application,
      clock,
      varFolder,
      database: location,
      send,
      call: (changes = {}) => ({ ...application.internalCall(), ...changes }),
    });
  } finally {
    await application.close();
    await drop();
    rmSync(varFolder, { recursive: true, force: true });
  }
}

// Load on a server: requests over kept-alive connections, from a process of its own on a core of its own.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Credentials, createSigner } from '@tessera/oauth1';
import { ask } from './connection.ts';
import { pinned } from './cores.ts';

export interface Load {
  readonly url: string;
  readonly seconds: number;
  readonly connections?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Paths asked in turn instead of the one of `url`. */
  readonly paths?: readonly string[];
  /** Signs every request anew with these credentials. */
  readonly oauth?: Credentials;
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** Body of every request, or one for each path; `%n` in it stands for a running number. */
  readonly body?: string | readonly string[];
}
export interface Measured {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
}

/** Requests for each second that are signed before the clock starts: it is not the client that is measured. */
const SIGNED_AHEAD = 15_000;

/** Puts load on a server for some seconds. */
export function load(options: Load): Promise<Measured> {
  const file = fileURLToPath(import.meta.url);
  const [command, args] = pinned('1', process.execPath, [file]);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(options));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((done, failed) => {
    child.on('exit', (code) =>
      code === 0 ? done(JSON.parse(output) as Measured) : failed(new Error(`the load generator ended with ${code}`)),
    );
  });
}

/** Gives one request after the other; all but what differs is put together beforehand. */
function requestsOf({ url, seconds, headers = {}, paths, oauth, method = 'GET', body }: Load): () => string {
  const { origin, host, pathname, search } = new URL(url);
  const asked = paths ?? [pathname + search];
  const sign = oauth === undefined ? null : createSigner(oauth);
  const fixed = Object.entries({ host, ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  let n = process.pid * 1_000_000;
  const make = (): string => {
    const at = n++ % asked.length;
    const path = asked[at] as string;
    const authorization = sign === null ? '' : `authorization: ${sign(method, origin + path)}\r\n`;
    const text = (typeof body === 'object' ? (body[at] ?? '') : (body ?? '')).replaceAll('%n', String(n));
    const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(text)}\r\n`;
    return `${method} ${path} HTTP/1.1\r\n${fixed}${authorization}${length}\r\n${text}`;
  };
  if (sign === null) return make;
  const signed = Array.from({ length: Math.round(seconds * SIGNED_AHEAD) }, make);
  return () => signed.pop() ?? make();
}

async function generate(options: Load): Promise<Measured> {
  const request = requestsOf(options);
  const times: number[] = [];
  let failures = 0;
  const began = performance.now();
  const end = began + options.seconds * 1000;
  const connection = async (): Promise<void> => {
    let sent = 0;
    const next = (): string | null => {
      sent = performance.now();
      return sent < end ? request() : null;
    };
    await ask(new URL(options.url), next, (status) => {
      times.push(performance.now() - sent);
      if (status < 200 || status > 299) failures++;
    });
  };
  await Promise.all(Array.from({ length: options.connections ?? 32 }, connection));
  const seconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const quantile = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return {
    requests: times.length,
    requestsPerSecond: times.length / seconds,
    p50: quantile(0.5),
    p99: quantile(0.99),
    failures,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let input = '';
  for await (const chunk of process.stdin) input += String(chunk);
  process.stdout.write(JSON.stringify(await generate(JSON.parse(input) as Load)));
}

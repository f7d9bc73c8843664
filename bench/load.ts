// Load on a server: requests per second over keep-alive connections, from a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Credentials, createSigner } from '@tessera/oauth1';
import autocannon, { type Request } from 'autocannon';

export interface Load {
  readonly url: string;
  readonly seconds: number;
  readonly connections?: number;
  readonly headers?: Record<string, string>;
  /** Paths asked in turn instead of the one of `url`. */
  readonly paths?: readonly string[];
  /** Signs every request anew with these credentials. */
  readonly oauth?: Credentials;
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** Body of every request; `%n` in it stands for a running number. */
  readonly body?: string;
}
export interface Measured {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
}

const canPin = spawnSync('taskset', ['-c', '1', 'true']).status === 0;

/** Puts load on a server for some seconds. */
export function load(options: Load): Promise<Measured> {
  const file = fileURLToPath(import.meta.url);
  const [command, args] = canPin ? ['taskset', ['-c', '1', process.execPath, file]] : [process.execPath, [file]];
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

async function generate({
  url,
  seconds,
  connections = 32,
  headers = {},
  paths,
  oauth,
  method = 'GET',
  body,
}: Load): Promise<Measured> {
  const { origin, pathname, search } = new URL(url);
  const asked = paths ?? [pathname + search];
  const sign = oauth === undefined ? null : createSigner(oauth);
  let n = process.pid * 1_000_000;
  const setupRequest = (request: Request): Request => {
    const path = asked[n++ % asked.length] as string;
    request.path = path;
    request.headers = sign === null ? headers : { ...headers, authorization: sign(method, origin + path) };
    if (body !== undefined) request.body = body.replaceAll('%n', String(n));
    return request;
  };
  const requests = [{ method, path: asked[0] as string, setupRequest }];
  const result = await autocannon({ url: origin, connections, duration: seconds, requests });
  return {
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failures: result.errors + result.timeouts + result.non2xx,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let input = '';
  for await (const chunk of process.stdin) input += String(chunk);
  process.stdout.write(JSON.stringify(await generate(JSON.parse(input) as Load)));
}

// Load on a server: requests per second over keep-alive connections, from a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

export interface Load {
  readonly url: string;
  readonly seconds: number;
  readonly connections?: number;
  readonly headers?: Record<string, string>;
  /** Paths asked in turn instead of the one of `url`. */
  readonly paths?: readonly string[];
  /** A header for each request, in turn with `paths` (fresh signatures). */
  readonly authorizations?: readonly string[];
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
  authorizations,
}: Load): Promise<Measured> {
  const requests = (paths ?? [new URL(url).pathname + new URL(url).search]).map((path, i) => ({
    method: 'GET' as const,
    path,
    headers: { ...headers, ...(authorizations?.[i] === undefined ? {} : { authorization: authorizations[i] }) },
  }));
  const result = await autocannon({ url: new URL(url).origin, connections, duration: seconds, requests });
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

// Asks for the health as an orchestrator does: each time over a new connection.
import { request } from 'node:http';

const EVERY_MS = 100;
const PATIENCE_MS = 10_000;

/** What became of the questions for one path. */
export interface Health {
  readonly path: string;
  readonly asked: number;
  /** Answered 200. */
  readonly good: number;
  /** Milliseconds. */
  readonly p99: number;
  readonly worst: number;
}

/** Asks for each of the paths ten times a second, whether or not the one before was answered. */
export async function watchHealth(base: string, paths: readonly string[], milliseconds: number): Promise<Health[]> {
  const until = performance.now() + milliseconds;
  const answers = paths.map((): Promise<{ status: number; took: number }>[] => []);
  while (performance.now() < until) {
    for (const [index, path] of paths.entries()) answers[index]?.push(ask(base + path));
    await new Promise((soon) => setTimeout(soon, EVERY_MS));
  }
  return Promise.all(
    paths.map(async (path, index) => {
      const all = await Promise.all(answers[index] ?? []);
      const times = all.map(({ took }) => took).sort((a, b) => a - b);
      return {
        path,
        asked: all.length,
        good: all.filter(({ status }) => status === 200).length,
        p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
        worst: times.at(-1) ?? Number.NaN,
      };
    }),
  );
}

function ask(url: string): Promise<{ status: number; took: number }> {
  const began = performance.now();
  return new Promise((done) => {
    const end = (status: number): void => done({ status, took: performance.now() - began });
    request(url, { agent: false, signal: AbortSignal.timeout(PATIENCE_MS) }, (response) => {
      response.resume();
      response.on('end', () => end(response.statusCode ?? 0));
      response.on('error', () => end(0));
    })
      .on('error', () => end(0))
      .end();
  });
}

import { isShed, type PhaseResult, putLoad } from './load.ts';
import { CONNECTIONS, maximumRate, type Subject, withSubject } from './subject.ts';
import { count, met, ms, statusesOf, table } from './table.ts';

const TIMES = 3;
/** Before and after the overload. */
const NORMAL = 0.5;
const NORMAL_SECONDS = 10;
/** A tenth of a second is normal again when all of its requests were answered, none slower than this. */
const NORMAL_MS = 100;

/** Three times the maximum rate for some minutes: what is answered meanwhile, whether health is, when it is over. */
export async function overload(databases: readonly string[], minutes: number): Promise<string> {
  const rows: string[][] = [];
  for (const database of databases)
    await withSubject(database, async (subject) => void rows.push(await row(subject, minutes)));
  return `${table(
    [
      'database',
      'maximum',
      'asked',
      'answers',
      'served',
      'p99 of served',
      'p99 of turned away',
      '/health/live: answers, p99, longest',
      'normal after',
      'sheds',
      'health ≤ 1 s',
      'normal within 5 s',
    ],
    rows,
  )}\n\n${minutes} min at ${TIMES} times the maximum; before and after it ${NORMAL * 100} %. Normal: every request answered 200 within ${NORMAL_MS} ms.`;
}

async function row(subject: Subject, minutes: number): Promise<string[]> {
  const { port, requests } = subject;
  const maximum = await maximumRate(subject, minutes < 1 ? 5 : 10);
  const phases = [
    { seconds: NORMAL_SECONDS, rate: maximum * NORMAL },
    { seconds: minutes * 60, rate: maximum * TIMES },
    { seconds: NORMAL_SECONDS, rate: maximum * NORMAL },
  ];
  const probe = watchHealth(subject.base, NORMAL_SECONDS * 1000, minutes * 60_000);
  const [, during, after] = await putLoad({ port, phases, connections: CONNECTIONS, requests });
  const health = await probe;
  if (during === undefined || after === undefined) throw new Error('nothing was measured');
  const bad = Object.keys(during.statuses).filter((status) => status !== '200' && !isShed(Number(status)));
  const normalAfter = secondsUntilNormal(after);
  return [
    subject.database,
    `${count(maximum)}/s`,
    `${count(maximum * TIMES)}/s`,
    statusesOf(during.statuses),
    `${count(during.perSecond)}/s`,
    ms(during.p99),
    ms(during.shedP99),
    `${health.good} of ${health.asked} × 200, ${ms(health.p99)}, ${ms(health.worst)}`,
    normalAfter === null ? `not within ${NORMAL_SECONDS} s` : `${normalAfter.toFixed(1)} s`,
    met(bad.length === 0),
    met(health.good === health.asked && health.worst <= 1000),
    met(normalAfter !== null && normalAfter <= 5),
  ];
}

/** How long after the overload the last tenth of a second was that was not normal; null where none was. */
function secondsUntilNormal({ tenths }: PhaseResult): number | null {
  const last = tenths.findLastIndex(({ shed, failed, worst }) => shed + failed > 0 || worst > NORMAL_MS);
  return last + 1 >= tenths.length ? null : (last + 1) / 10;
}

/** Asks for the health ten times a second, each time over a new connection as load balancers do. */
async function watchHealth(base: string, afterMilliseconds: number, milliseconds: number) {
  await new Promise((soon) => setTimeout(soon, afterMilliseconds + 1000));
  const until = performance.now() + milliseconds - 2000;
  const times: number[] = [];
  let good = 0;
  while (performance.now() < until) {
    const began = performance.now();
    const headers = { connection: 'close' };
    const status = await fetch(`${base}/health/live`, { headers, signal: AbortSignal.timeout(10_000) }).then(
      (response) => response.text().then(() => response.status),
      () => 0,
    );
    times.push(performance.now() - began);
    if (status === 200) good++;
    await new Promise((soon) => setTimeout(soon, Math.max(0, 100 - (performance.now() - began))));
  }
  times.sort((a, b) => a - b);
  return {
    asked: times.length,
    good,
    p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    worst: times.at(-1) ?? Number.NaN,
  };
}

import { coreSeconds } from '../proc.ts';
import { type Health, watchHealth } from './health-watch.ts';
import { isShed, type PhaseResult, putLoad } from './load.ts';
import { CONNECTIONS, maximumRate, type Subject, withSubject } from './subject.ts';
import { count, met, ms, share, statusesOf, table } from './table.ts';

const TIMES = 3;
/** Before and after the overload. */
const NORMAL = 0.5;
const NORMAL_SECONDS = 10;
const HEALTH_PATHS = ['/health/live', '/health/ready'];
/** So many of all requests may remain without an answer where it is said that all are answered. */
const UNANSWERED = 0.001;

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
      'of the maximum',
      'core had',
      'p50, p99 of served',
      'p99 of turned away',
      'health: answers, p99, longest',
      'p99 before, after',
      'normal after',
      'sheds',
      'refused within 1 s',
      'health ≤ 1 s',
      'normal within 5 s',
    ],
    rows,
  )}\n\n${minutes} min at ${TIMES} times the maximum over at most ${count(CONNECTIONS)} connections; before and after it ${NORMAL * 100} %. Normal: no request refused any more, and a second in which 99 of 100 were answered within 20 ms. Health is asked over a new connection each time. Less than all of a core is what others had of it.`;
}

async function row(subject: Subject, minutes: number): Promise<string[]> {
  const maximum = await maximumRate(subject, minutes < 1 ? 5 : 10);
  const phases = [
    { seconds: NORMAL_SECONDS, rate: maximum * NORMAL },
    { seconds: minutes * 60, rate: maximum * TIMES },
    { seconds: NORMAL_SECONDS, rate: maximum * NORMAL },
  ];
  // From before the overload until after it.
  const watching = watchHealth(subject.base, HEALTH_PATHS, (2 * NORMAL_SECONDS + minutes * 60) * 1000);
  const core = coreShare(subject.pid, NORMAL_SECONDS * 1000, minutes * 60_000);
  const [before, during, after] = await putLoad({ ...subject, phases, connections: CONNECTIONS });
  const health = await watching;
  if (before === undefined || during === undefined || after === undefined) throw new Error('nothing was measured');
  const strange = Object.keys(during.statuses).filter(
    (status) => status !== '200' && status !== '0' && !isShed(Number(status)),
  );
  const unanswered = (during.statuses['0'] ?? 0) / during.due;
  const normalAfter = secondsUntilNormal(after);
  return [
    subject.database,
    `${count(maximum)}/s`,
    `${count(maximum * TIMES)}/s`,
    statusesOf(during.statuses),
    `${count(during.perSecond)}/s`,
    share(during.perSecond / maximum),
    share(await core),
    `${ms(during.p50)}, ${ms(during.p99)}`,
    ms(during.shedP99),
    health.map(healthOf).join('; '),
    `${ms(before.p99)}, ${ms(after.p99)}`,
    normalAfter === null ? `not within ${NORMAL_SECONDS} s` : `${normalAfter.toFixed(1)} s`,
    met(strange.length === 0 && unanswered <= UNANSWERED),
    met(during.shedP99 <= 1000),
    met(health.every(({ asked, good, worst }) => good === asked && worst <= 1000)),
    met(normalAfter !== null && normalAfter <= 5),
  ];
}

/** For how much of the overload a process had a core; less than all of it is what others took. */
async function coreShare(pid: number, afterMilliseconds: number, milliseconds: number): Promise<number> {
  await new Promise((soon) => setTimeout(soon, afterMilliseconds));
  const before = coreSeconds(pid).had;
  await new Promise((soon) => setTimeout(soon, milliseconds));
  return ((coreSeconds(pid).had - before) * 1000) / milliseconds;
}

const healthOf = ({ path, asked, good, p99, worst }: Health): string =>
  `${path} ${good} of ${asked} × 200, ${ms(p99)}, ${ms(worst)}`;

/**
 * How long after the overload it was normal: a whole second of ten tenths in which 99 of 100 were fast, and none refused
 * from then on; null where that was not.
 */
function secondsUntilNormal({ tenths }: PhaseResult): number | null {
  const lastRefused = tenths.findLastIndex(({ shed, failed }) => shed + failed > 0);
  for (let start = lastRefused + 1; start + 10 <= tenths.length; start++) {
    const second = tenths.slice(start, start + 10);
    const slow = second.reduce((sum, tenth) => sum + tenth.slow, 0);
    const all = second.reduce((sum, tenth) => sum + tenth.ok, 0);
    if (slow <= all / 100) return start / 10;
  }
  return null;
}

import { coreSeconds, ownMegabytes, residentMegabytes } from '../proc.ts';
import { watchStolen } from '../stolen.ts';
import { heldRate } from './held-rate.ts';
import { type PhaseResult, putLoad } from './load.ts';
import { maximumRate, type Subject, withSubject } from './subject.ts';
import { count, met, ms, share, statusesOf, table } from './table.ts';

const OF_MAXIMUM = 0.8;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of what rate a soak asks for 80 %: the one that is possible at best, or the one that a minute shows to be held. */
export type SoakOf = 'maximum' | 'held';

/**
 * 80 % of the maximum rate for some minutes, after a minute of the same: durations, errors, memory. Before and after it
 * bare HTTP gets 80 % of its own maximum: what a machine with neighbours does to durations, it does to those as well.
 */
export async function soak(databases: readonly string[], minutes: number, of: SoakOf): Promise<string> {
  const rows: string[][] = [];
  for (const database of databases)
    await withSubject(database, async (subject) => void rows.push(await row(subject, minutes, of)));
  return `${table(
    [
      'database',
      'maximum',
      ...(of === 'held' ? ['held for a minute'] : []),
      'asked',
      'answers',
      'p50',
      'p99',
      'longest',
      'bare HTTP at 80 %: p99, longest',
      'memory, first → last half',
      'event loop: had, waited for a core',
      'load itself late: p99',
      'machine given to others',
      'p99 ≤ 20 ms',
      'no error',
      'memory within 5 %',
    ],
    rows,
  )}\n\n${minutes} min at ${OF_MAXIMUM * 100} % of ${of === 'held' ? 'the rate that is held for a minute' : 'the maximum'}, 99 reads of customers to one new customer; after a minute of the same.`;
}

async function row(subject: Subject, minutes: number, of: SoakOf): Promise<string[]> {
  const before = await boundOf(subject, minutes);
  const maximum = await maximumRate(subject, minutes < 2 ? 8 : 20);
  const held = of === 'held' ? await heldRate(subject, maximum, minutes < 2 ? 6 : 60) : null;
  const rate = (held ?? maximum) * OF_MAXIMUM;
  const memory: number[] = [];
  const warmUp = minutes < 2 ? 10 : 60;
  const phases = [
    { seconds: warmUp, rate },
    { seconds: minutes * 60, rate },
  ];
  const began = performance.now();
  const stolen = watchStolen();
  const cores = coreSeconds(subject.pid);
  const sampler = setInterval(() => {
    if (performance.now() - began > warmUp * 1000) memory.push(ownMegabytes(subject.pid));
  }, 1000);
  const [, result] = await putLoad({ ...subject, phases, connections: 1000 });
  clearInterval(sampler);
  const toOthers = stolen();
  const { had, waited } = coreSeconds(subject.pid);
  const seconds = (performance.now() - began) / 1000;
  const all = residentMegabytes(subject.pid);
  const after = await boundOf(subject, minutes);
  if (result === undefined) throw new Error('nothing was measured');
  const first = mean(memory.slice(0, memory.length / 2));
  const last = mean(memory.slice(memory.length / 2));
  const change = (last / first - 1) * 100;
  const errors = Object.entries(result.statuses).reduce(
    (sum, [status, times]) => sum + (status === '200' ? 0 : times),
    0,
  );
  return [
    subject.database,
    `${count(maximum)}/s`,
    ...(held === null ? [] : [`${count(held)}/s`]),
    `${count(rate)}/s`,
    statusesOf(result.statuses),
    ms(result.p50),
    ms(result.p99),
    ms(result.worst),
    `${ms(before.p99)}, ${ms(before.worst)} before; ${ms(after.p99)}, ${ms(after.worst)} after`,
    `${first.toFixed(0)} → ${last.toFixed(0)} MB (${change >= 0 ? '+' : ''}${change.toFixed(1)} %), ${all.toFixed(0)} MB with mapped files`,
    `${share((had - cores.had) / seconds)}, ${share((waited - cores.waited) / seconds)}`,
    ms(result.lateP99),
    `${(toOthers * 100).toFixed(1)} %`,
    met(result.p99 <= 20),
    met(errors === 0),
    met(change <= 5),
  ];
}

/** Bare HTTP on the same database at the same share of its own maximum, for a tenth of the time. */
const boundOf = (subject: Subject, minutes: number): Promise<PhaseResult> =>
  subject.withBound(async (bound) => {
    const rate = (await maximumRate(bound, minutes < 2 ? 4 : 10)) * OF_MAXIMUM;
    const phases = [
      { seconds: 5, rate },
      { seconds: minutes * 6, rate },
    ];
    const [, result] = await putLoad({ ...bound, phases, connections: 1000 });
    if (result === undefined) throw new Error('nothing was measured');
    return result;
  });

import type { Outcome } from './tables.ts';

/** Upper bounds in milliseconds of the classes into which durations are counted; the last class has none. */
export const DURATIONS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, Infinity];
/** Seconds for which calls are counted together. */
export const SLOT = 300;

export const slotOf = (milliseconds: number): number => Math.floor(milliseconds / 1000 / SLOT) * SLOT;
export function durationClass(milliseconds: number): number {
  let index = 0;
  while (milliseconds > (DURATIONS[index] ?? Infinity)) index++;
  return index;
}

export const OUTCOMES: readonly Outcome[] = ['ok', 'refused', 'error'];
/** 4xx is the caller's doing, 5xx is ours. */
export const outcomeIndex = (status: number): number => (status >= 500 ? 2 : status >= 400 ? 1 : 0);

/**
 * The duration that a share of all calls does not exceed, interpolated inside its class.
 * @param counts calls by class; @param share for example 0.95
 * @returns milliseconds, null where there was no call
 */
export function percentile(counts: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = total * share;
  let seen = 0;
  for (let index = 0; index < DURATIONS.length; index++) {
    const count = counts.get(index) ?? 0;
    if (count > 0 && seen + count >= wanted) {
      const from = DURATIONS[index - 1] ?? 0;
      const to = DURATIONS[index] ?? Infinity;
      if (to === Infinity) return from;
      return Math.round((from + ((to - from) * (wanted - seen)) / count) * 100) / 100;
    }
    seen += count;
  }
  return null;
}

/** How long one point of a chart is, in seconds, so that there are some dozens of them. */
export function resolution(hours: number): number {
  if (hours <= 3) return SLOT;
  if (hours <= 24) return 1800;
  return hours <= 168 ? 4 * 3600 : 24 * 3600;
}

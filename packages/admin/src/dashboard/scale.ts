/** A number at or above the largest value, of which every quarter is round and whole: calls have no fractions. */
export function niceMaximum(values: readonly number[]): number {
  const quarter = Math.max(1, Math.max(...values, 0) / 4);
  const power = 10 ** Math.floor(Math.log10(quarter));
  const factors = power >= 10 ? [1, 2, 2.5, 5, 10] : [1, 2, 5, 10];
  return 4 * power * (factors.find((factor) => factor * power >= quarter) ?? 10);
}

/** Evenly spread indexes, as many as there is room for and six at most. */
export function ticks(count: number, room: number): readonly number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(1, Math.min(6, room))));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}

export const timeLabel = (time: Date, isDaily: boolean): string =>
  isDaily
    ? time.toLocaleDateString('en', { month: 'short', day: 'numeric' })
    : time.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false });

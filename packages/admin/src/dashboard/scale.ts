/** A round number at or above the largest value, so that the axis reads well. */
export function niceMaximum(values: readonly number[]): number {
  const largest = Math.max(1, ...values);
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= largest) ?? 10;
  return Math.max(4, step * power);
}

/** About six evenly spread indexes. */
export function ticks(count: number): readonly number[] {
  const step = Math.max(1, Math.ceil(count / 6));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}

export const timeLabel = (time: Date, isDaily: boolean): string =>
  isDaily
    ? time.toLocaleDateString('en', { month: 'short', day: 'numeric' })
    : time.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false });

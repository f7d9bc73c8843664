/** Counts of durations, in tenths of a millisecond up to ten seconds. */
export class Histogram {
  readonly #counts = new Uint32Array(100_001);
  #total = 0;

  add(milliseconds: number): void {
    const index = Math.min(this.#counts.length - 1, Math.max(0, Math.round(milliseconds * 10)));
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#total++;
  }

  /** The duration that a share of all stays below, for example 0.99; NaN without any. */
  quantile(share: number): number {
    if (this.#total === 0) return Number.NaN;
    let left = Math.ceil(this.#total * share);
    for (let index = 0; index < this.#counts.length; index++) {
      left -= this.#counts[index] ?? 0;
      if (left <= 0) return index / 10;
    }
    return Number.NaN;
  }
}

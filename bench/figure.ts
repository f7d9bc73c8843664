import type { Installations } from './installations.ts';

/** One measured figure. `ratio` is value to bound, measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number | null;
  readonly bound: number | null;
  readonly ratio: number | null;
  readonly unit: string;
  readonly goal?: string;
  readonly note?: string;
}
export interface BenchOptions {
  readonly quick: boolean;
  readonly installations: Installations;
}
export interface Bench {
  readonly name: string;
  /** Gives each figure as soon as it is measured. */
  readonly measure: (options: BenchOptions) => AsyncIterable<Figure>;
}

/** Why a measurement was left out. */
export const notMeasured = (name: string, note: string): Figure => ({
  name,
  value: null,
  bound: null,
  ratio: null,
  unit: '',
  note,
});
export const NO_POSTGRES = 'no PostgreSQL server was reached (TESSERA_BENCH_DATABASE_URL)';

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};

/**
 * Measures two things in turn, A B B A A B …, and gives the medians and the median of the pairs' ratios: what else the
 * machine does meanwhile hits both. The first pair warms up and does not count.
 */
export async function inTurn(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ a: number; b: number; ratio: number }> {
  const pairs: (readonly [number, number])[] = [];
  for (let round = 0; round <= rounds; round++) {
    if (round % 2 === 0) pairs.push([await a(), await b()]);
    else {
      const second = await b();
      pairs.push([await a(), second]);
    }
  }
  const counted = pairs.slice(1);
  return {
    a: median(counted.map(([x]) => x)),
    b: median(counted.map(([, y]) => y)),
    ratio: median(counted.map(([x, y]) => x / y)),
  };
}

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
}
export interface Bench {
  readonly name: string;
  readonly measure: (options: BenchOptions) => Promise<readonly Figure[]>;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** Measures two things in turn, A B A B …, and gives the medians and the median of the pairs' ratios. */
export async function inTurn(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ a: number; b: number; ratio: number }> {
  const pairs: [number, number][] = [];
  await a();
  await b();
  for (let i = 0; i < rounds; i++) pairs.push([await a(), await b()]);
  return {
    a: median(pairs.map(([x]) => x)),
    b: median(pairs.map(([, y]) => y)),
    ratio: median(pairs.map(([x, y]) => x / y)),
  };
}

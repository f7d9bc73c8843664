import type { Registry } from 'prom-client';

type Label = string | number;
type Labels = Readonly<Record<string, Label>>;
interface Value {
  readonly labels: Labels;
  readonly value: number;
  readonly metricName?: string;
}
interface About<Names extends readonly string[]> {
  readonly name: string;
  readonly help: string;
  readonly registry: Registry;
  readonly labels: Names;
}
/** As many values as there are names. */
type ValuesOf<Names extends readonly string[]> = { readonly [Index in keyof Names]: Label };

// prom-client sorts, joins and looks up the labels at every count, which costs more than all the rest of counting. These
// go from one label's value to the next, and show prom-client's registry what they have when it asks.

const register = (
  { name, help, registry }: About<readonly string[]>,
  type: 'counter' | 'histogram',
  values: () => Value[],
): void => {
  const metric = { name, help, type, aggregator: 'sum' };
  registry.registerMetric({ ...metric, get: async () => ({ ...metric, values: values() }) } as never);
};

/** What there is of each combination of labels; made when it is first asked for. */
class ByLabels<Names extends readonly string[], T> {
  readonly #root = new Map<Label, unknown>();
  readonly #names: Names;
  readonly #make: (labels: Labels) => T;
  readonly all: T[] = [];

  constructor(names: Names, make: (labels: Labels) => T) {
    this.#names = names;
    this.#make = make;
  }

  at(values: ValuesOf<Names>): T {
    const last = values.length - 1;
    let map = this.#root;
    for (let index = 0; index < last; index++) {
      const value = values[index] as Label;
      let next = map.get(value) as Map<Label, unknown> | undefined;
      if (next === undefined) map.set(value, (next = new Map()));
      map = next;
    }
    const value = values[last] as Label;
    let found = map.get(value) as T | undefined;
    if (found === undefined) {
      found = this.#make(Object.fromEntries(this.#names.map((name, index) => [name, values[index] as Label])));
      map.set(value, found);
      this.all.push(found);
    }
    return found;
  }
}

/** Counts by labels. */
export class Counts<Names extends readonly string[]> {
  readonly #counts: ByLabels<Names, { readonly labels: Labels; value: number }>;

  constructor(about: About<Names>) {
    this.#counts = new ByLabels(about.labels, (labels) => ({ labels, value: 0 }));
    register(about, 'counter', () => [...this.#counts.all]);
  }

  /** @param values of the labels, in their order; few different ones, since each combination is kept for ever */
  add(...values: ValuesOf<Names>): void {
    this.#counts.at(values).value++;
  }
}

interface Distribution {
  readonly labels: Labels;
  /** By bucket; the last is for what is larger than all bounds. */
  readonly counts: number[];
  sum: number;
}

/** How durations are distributed, by labels; in seconds. */
export class Durations<Names extends readonly string[]> {
  readonly #name: string;
  readonly #bounds: readonly number[];
  readonly #distributions: ByLabels<Names, Distribution>;

  constructor(about: About<Names>, bounds: readonly number[]) {
    this.#name = about.name;
    this.#bounds = bounds;
    this.#distributions = new ByLabels(about.labels, (labels) => ({
      labels,
      counts: Array.from({ length: bounds.length + 1 }, () => 0),
      sum: 0,
    }));
    register(about, 'histogram', () => this.#distributions.all.flatMap((each) => this.#shown(each)));
  }

  /** @param values of the labels, in their order; few different ones, since each combination is kept for ever */
  add(seconds: number, ...values: ValuesOf<Names>): void {
    const known = this.#distributions.at(values);
    let bucket = 0;
    while (bucket < this.#bounds.length && seconds > (this.#bounds[bucket] as number)) bucket++;
    known.counts[bucket] = (known.counts[bucket] as number) + 1;
    known.sum += seconds;
  }

  /** As Prometheus wants it: each bucket counts the smaller ones too. */
  #shown({ labels, counts, sum }: Distribution): Value[] {
    let total = 0;
    const buckets = counts.map((count, index) => {
      total += count;
      const le = this.#bounds[index] ?? '+Inf';
      return { labels: { le, ...labels }, value: total, metricName: `${this.#name}_bucket` };
    });
    return [
      ...buckets,
      { labels, value: sum, metricName: `${this.#name}_sum` },
      { labels, value: total, metricName: `${this.#name}_count` },
    ];
  }
}

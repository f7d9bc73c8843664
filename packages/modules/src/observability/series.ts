import type { Registry } from 'prom-client';

type Labels = Readonly<Record<string, string | number>>;
interface Value {
  readonly labels: Labels;
  readonly value: number;
  readonly metricName?: string;
}
interface About {
  readonly name: string;
  readonly help: string;
  readonly registry: Registry;
}

// prom-client sorts, joins and looks up the labels at every count, which is most of what observing a request costs.
// These are told the key by whoever counts, and show prom-client's registry what they have when it asks.

const register = ({ name, help, registry }: About, type: 'counter' | 'histogram', values: () => Value[]): void => {
  const metric = { name, help, type, aggregator: 'sum' };
  registry.registerMetric({ ...metric, get: async () => ({ ...metric, values: values() }) } as never);
};

/** Counts by labels. */
export class Counts {
  readonly #counts = new Map<string, { readonly labels: Labels; value: number }>();

  constructor(about: About) {
    register(about, 'counter', () => [...this.#counts.values()]);
  }

  /** @param key the same for the same labels */
  add(key: string, labels: Labels): void {
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { labels, value: 1 });
    else known.value++;
  }
}

interface Distribution {
  readonly labels: Labels;
  /** By bucket; the last is for what is larger than all bounds. */
  readonly counts: number[];
  sum: number;
}

/** How durations are distributed, by labels; in seconds. */
export class Durations {
  readonly #name: string;
  readonly #bounds: readonly number[];
  readonly #distributions = new Map<string, Distribution>();

  constructor(about: About, bounds: readonly number[]) {
    this.#name = about.name;
    this.#bounds = bounds;
    register(about, 'histogram', () => [...this.#distributions.values()].flatMap((each) => this.#shown(each)));
  }

  /** @param key the same for the same labels */
  add(key: string, labels: Labels, seconds: number): void {
    let known = this.#distributions.get(key);
    if (known === undefined) {
      known = { labels, counts: Array.from({ length: this.#bounds.length + 1 }, () => 0), sum: 0 };
      this.#distributions.set(key, known);
    }
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

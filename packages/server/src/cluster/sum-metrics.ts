import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue } from 'prom-client';

/** What a process has counted (`registry.getMetricsAsJSON()`). */
export type ProcessMetrics = readonly MetricObjectWithValues<MetricValue<string>>[];

/** What only grows and is summed up; a gauge of a process that has ended says nothing any more. */
const outlives = ({ name, type }: ProcessMetrics[number]): boolean =>
  name.startsWith('tessera_') && ['counter', 'histogram'].includes(String(type));

/** The numbers of several processes as one. */
export const sumOf = (processes: readonly ProcessMetrics[]): ReturnType<typeof AggregatorRegistry.aggregate> =>
  AggregatorRegistry.aggregate(processes as unknown as object[]);

/**
 * The numbers of the processes that share a port. What one that has ended had counted by the last time it was asked
 * stays in the sums: a sum that shrinks looks like a restart to Prometheus, which then counts everything again.
 */
export class SummedMetrics {
  readonly #last = new Map<number, ProcessMetrics>();
  #ended: Promise<ProcessMetrics> = Promise.resolve([]);

  tell(process: number, metrics: ProcessMetrics): void {
    this.#last.set(process, metrics);
  }

  end(process: number): void {
    const last = this.#last.get(process);
    this.#last.delete(process);
    if (last === undefined) return;
    this.#ended = this.#ended.then((ended) => sumOf([ended, last.filter(outlives)]).getMetricsAsJSON());
  }

  async text(): Promise<string> {
    return sumOf([...this.#last.values(), await this.#ended]).metrics();
  }
}

import type { Db } from '@tessera/database';
import { dateTime } from '@tessera/database';
import { percentile, resolution, slotOf } from '../statistics.ts';

interface Row {
  readonly slot: number;
  readonly integration_id: number;
  readonly outcome: string;
  readonly duration: number;
  readonly calls: number;
}
interface Numbers {
  readonly calls: number;
  readonly refused: number;
  readonly errors: number;
  readonly p95: number | null;
}

const MOST_INTEGRATIONS = 20;

function numbersOf(rows: readonly Row[]): Numbers {
  const durations = new Map<number, number>();
  let [calls, refused, errors] = [0, 0, 0];
  for (const row of rows) {
    calls += row.calls;
    if (row.outcome === 'refused') refused += row.calls;
    if (row.outcome === 'error') errors += row.calls;
    durations.set(row.duration, (durations.get(row.duration) ?? 0) + row.calls);
  }
  return { calls, refused, errors, p95: percentile(durations, 0.95) };
}

/**
 * The numbers of the last hours, as a chart shows them.
 * @param hours from 1 to 720; @param now milliseconds since the epoch
 */
export async function summarize(db: Db, hours: number, now: number) {
  const step = resolution(hours);
  const last = Math.floor(slotOf(now) / step) * step;
  const count = Math.ceil((hours * 3600) / step);
  const first = last - (count - 1) * step;
  const stored = await db.query
    .selectFrom('api_call_count')
    .select(['slot', 'integration_id', 'outcome', 'duration', 'calls'])
    .where('slot', '>=', first)
    .execute();
  // PostgreSQL gives large integers as texts.
  const rows: readonly Row[] = stored.map((row) => ({ ...row, slot: Number(row.slot), calls: Number(row.calls) }));
  const pointOf = (row: Row): number => Math.floor((row.slot - first) / step);
  const byPoint = Map.groupBy(rows, pointOf);
  const byIntegration = Map.groupBy(
    rows.filter((row) => row.integration_id !== 0),
    (row) => row.integration_id,
  );
  const names = await namesOf(db, [...byIntegration.keys()]);
  const integrations = [...byIntegration]
    .map(([integration_id, own]) => ({
      integration_id,
      name: names.get(integration_id) ?? `#${integration_id}`,
      ...numbersOf(own),
      series: Array.from({ length: count }, (_, point) =>
        own.reduce((sum, row) => (pointOf(row) === point ? sum + row.calls : sum), 0),
      ),
    }))
    .sort((a, b) => b.calls - a.calls)
    .slice(0, MOST_INTEGRATIONS);
  return {
    hours,
    seconds_per_point: step,
    ...numbersOf(rows),
    points: Array.from({ length: count }, (_, point) => ({
      at: dateTime((first + point * step) * 1000),
      ...numbersOf(byPoint.get(point) ?? []),
    })),
    integrations,
  };
}

async function namesOf(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query
    .selectFrom('integration')
    .select(['id', 'name'])
    .where('id', 'in', ids.slice(0, 500))
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

import { type Db, isTransient, type Statement, statement, writeInHalves } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import type { Batch, WaitingCall, WaitingCount } from './batch.ts';
import { logCalls } from './settings.ts';

/** Rows of one statement; each number is prepared once. */
const SIZES = [50, 10, 1] as const;
const COLUMNS = [
  'occurred_at',
  'caller_kind',
  'caller_id',
  'caller_name',
  'integration_id',
  'method',
  'route',
  'status',
  'microseconds',
  'remote_address',
  'reason',
] as const;
type Values = Record<string, string | number | null>;

const statements = new Map<number, Statement<Values, unknown>>();
function insertOf(size: number): Statement<Values, unknown> {
  let known = statements.get(size);
  if (known === undefined) {
    known = statement<Values>()((db, slot) =>
      db.insertInto('api_call').values(
        Array.from({ length: size }, (_, row) => ({
          occurred_at: slot(`occurred_at${row}`),
          caller_kind: slot(`caller_kind${row}`),
          caller_id: slot(`caller_id${row}`),
          caller_name: slot(`caller_name${row}`),
          integration_id: slot(`integration_id${row}`),
          method: slot(`method${row}`),
          route: slot(`route${row}`),
          status: slot(`status${row}`),
          microseconds: slot(`microseconds${row}`),
          remote_address: slot(`remote_address${row}`),
          reason: slot(`reason${row}`),
        })),
      ),
    );
    statements.set(size, known);
  }
  return known;
}

/** Entries of one table. */
interface Part {
  readonly write: (db: Db) => Promise<void>;
  /** @returns why entries were refused, one reason for each */
  readonly writeApart: (db: Db) => Promise<readonly unknown[]>;
}
const part = <T>(items: readonly T[], write: (db: Db, items: readonly T[]) => Promise<void>): Part => ({
  write: (db) => write(db, items),
  writeApart: (db) => writeInHalves(db, items, write),
});

/**
 * Writes a batch in one transaction; where that is refused, in several, so that what cannot be written costs the lines,
 * counts and uses of no other call.
 * @throws what the database said to what could not be written, once the rest is stored
 */
export async function writeBatch(call: Call, { calls, counts, used, usedTokens }: Batch): Promise<void> {
  const isLogged = call.settings.get(logCalls);
  if (isLogged) await resolveConsumers(call.db, calls);
  const parts = [
    part(inOneOrder(counts), writeCounts),
    part(byId(used), writeUses),
    part(byId(usedTokens), writeTokenUses),
    part(isLogged ? calls : [], writeCalls),
  ];
  try {
    await call.db.transaction(async (db) => {
      for (const { write } of parts) await write(db);
    });
  } catch (error) {
    if (isTransient(error)) throw error;
    await writeRest(call.db, parts);
  }
}

async function writeRest(db: Db, parts: readonly Part[]): Promise<void> {
  const reasons: unknown[] = [];
  for (const { writeApart } of parts) reasons.push(...(await writeApart(db)));
  if (reasons.length > 0) throw new Error(`the database refused ${reasons.length} entries`, { cause: reasons[0] });
}

/** A refused signature belongs into the log of the integration whose key it names. */
async function resolveConsumers(db: Db, calls: readonly WaitingCall[]): Promise<void> {
  const keys = [...new Set(calls.flatMap(({ consumerKey }) => consumerKey ?? []))];
  if (keys.length === 0) return;
  const rows = await db.query
    .selectFrom('integration')
    .innerJoin('oauth_consumer', 'oauth_consumer.id', 'integration.consumer_id')
    .select(['integration.id', 'consumer_key'])
    .where('consumer_key', 'in', keys)
    .execute();
  const ids = new Map(rows.map((row) => [row.consumer_key, row.id]));
  for (const waiting of calls)
    if (waiting.consumerKey !== null) waiting.integration_id = ids.get(waiting.consumerKey) ?? null;
}

async function writeCalls(db: Db, calls: readonly WaitingCall[]): Promise<void> {
  let at = 0;
  for (const size of SIZES) {
    for (; calls.length - at >= size; at += size) {
      const values: Values = {};
      calls.slice(at, at + size).forEach((row, index) => {
        for (const column of COLUMNS) values[`${column}${index}`] = row[column];
      });
      await db.run(insertOf(size), values);
    }
  }
}

async function writeCounts(db: Db, counts: readonly WaitingCount[]): Promise<void> {
  for (const count of counts) await db.run(addCount, { ...count });
}

type Use = readonly [id: number, at: number];
const byId = (uses: ReadonlyMap<number, number>): readonly Use[] => [...uses].sort(([a], [b]) => a - b);

async function writeUses(db: Db, uses: readonly Use[]): Promise<void> {
  for (const [integration_id, last_used_at] of uses)
    await db.query
      .insertInto('integration_use')
      .values({ integration_id, last_used_at })
      .onConflict((conflict) => conflict.column('integration_id').doUpdateSet({ last_used_at }))
      .execute();
}

async function writeTokenUses(db: Db, uses: readonly Use[]): Promise<void> {
  for (const [token_id, last_used_at] of uses)
    await db.query
      .insertInto('oauth_token_use')
      .values({ token_id, last_used_at })
      .onConflict((conflict) => conflict.column('token_id').doUpdateSet({ last_used_at }))
      .execute();
}

/** One order for all processes, lest two of them wait for each other's rows (PostgreSQL). */
const keyOf = (count: WaitingCount): string =>
  [count.slot, count.caller_kind, count.integration_id, count.outcome, count.duration].join(' ');
const inOneOrder = (counts: readonly WaitingCount[]): WaitingCount[] =>
  counts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const addCount = statement<Record<keyof WaitingCount, string | number>>()((db, slot) =>
  db
    .insertInto('api_call_count')
    .values({
      slot: slot('slot'),
      caller_kind: slot('caller_kind'),
      integration_id: slot('integration_id'),
      outcome: slot('outcome'),
      duration: slot('duration'),
      calls: slot('calls'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['slot', 'caller_kind', 'integration_id', 'outcome', 'duration'])
        .doUpdateSet((eb) => ({ calls: eb('api_call_count.calls', '+', eb.ref('excluded.calls')) })),
    ),
);

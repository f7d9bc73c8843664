import { randomUUID } from 'node:crypto';
import { type Db, dateTime } from '@tessera/database';
import { type BulkQueue, type BulkRequest, type Call, isPublic, type QueuedOperation, turns } from '@tessera/webapi';
import { sql } from 'kysely';
import { encryptSecret } from '../encryption/secret-box.ts';
import type { SecretColumn } from '../encryption/secret-column.ts';
import { admitItems, tooManyItems } from '../webapi/input-limits.ts';
import { callerHash, userOf, writeCaller } from './caller-record.ts';
import { OPERATION } from './operation-status.ts';
import { bulkItems, publicBulkItems } from './settings.ts';

declare module '@tessera/webapi' {
  interface Ports {
    /** Tells the worker of this process that operations are open. */
    readonly wakeBulkWorker?: () => void;
  }
}

/** Channel on which PostgreSQL tells the workers of other processes that operations are open. */
export const BULK_CHANNEL = 'tessera_bulk';
/** Rows to an insert: 5 values each, well below what either database takes; other requests have their turn in between. */
const CHUNK = 250;
/** The same in characters of their inputs. */
const CHUNK_CHARACTERS = 500_000;

/** Where an operation's stored form belongs; it cannot be decrypted elsewhere. */
export const dataContext = (bulkId: number, key: number): string => `bulk_operation.data:${bulkId}:${key}`;

/** What waits to be executed. */
export const secretColumns: readonly SecretColumn[] = [
  {
    table: 'bulk_operation',
    id: 'id',
    column: 'data',
    needs: ['bulk_id', 'operation_key'],
    context: (row) => dataContext(Number(row['bulk_id']), Number(row['operation_key'])),
  },
];

/** Wakes the workers once the surrounding transaction is committed. */
export async function wakeWorkers(db: Db, call: Call): Promise<void> {
  if (db.dialect === 'postgres') await sql`select pg_notify(${BULK_CHANNEL}, '')`.execute(db.query);
  await db.afterCommit(() => call.ports.wakeBulkWorker?.());
}

/** How many calls a bulk may hold. @throws tooManyItems */
function admit(items: number, call: Call): void {
  admitItems(items, call);
  const max = call.settings.get(isPublic(call.caller) ? publicBulkItems : bulkItems);
  if (items > max) throw tooManyItems({ type: 'request', max });
}

/** The queue of asynchronous operations: rows, written in one transaction with whatever surrounds the request. */
export const bulkQueue: BulkQueue = {
  admit,
  enqueue: (bulk, call) => call.db.transaction((db) => store(db, bulk, call)),
};

/** The day of a moment, as `bulk_caller` notes it. */
export const dayOf = (milliseconds: number): string => dateTime(milliseconds).slice(0, 10);

/** Operations as the rows of one insert after the other. */
async function* chunks<R>(operations: readonly QueuedOperation[], row: (operation: QueuedOperation) => R) {
  const nextTurn = turns();
  let rows: R[] = [];
  let characters = 0;
  for (const [at, operation] of operations.entries()) {
    await nextTurn();
    rows.push(row(operation));
    characters += operation.data.length;
    if (rows.length < CHUNK && characters < CHUNK_CHARACTERS && at < operations.length - 1) continue;
    yield rows;
    rows = [];
    characters = 0;
  }
}

async function store(db: Db, { route, topic, description, operations }: BulkRequest, call: Call): Promise<string> {
  const uuid = randomUUID();
  const user = userOf(call.caller);
  const caller = writeCaller(call.caller);
  const hash = callerHash(caller);
  await db.query
    .insertInto('bulk_caller')
    .values({ hash, caller, used_on: dayOf(call.now()) })
    .onConflict((conflict) =>
      conflict
        .column('hash')
        .doUpdateSet((eb) => ({ used_on: eb.ref('excluded.used_on') }))
        .where((eb) => eb('bulk_caller.used_on', '<', eb.ref('excluded.used_on'))),
    )
    .execute();
  const { id } = await db.query
    .insertInto('bulk')
    .values({
      uuid,
      user_type: user.type,
      user_id: user.id,
      description,
      topic,
      start_time: dateTime(call.now()),
      operation_count: operations.length,
      method: route.method,
      path: route.path,
      store_id: call.store.id,
      caller_hash: hash,
      base_url: call.baseUrl,
      remote_address: call.remoteAddress,
      traceparent: call.ports.tracing?.current() ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const row = ({ key, data }: QueuedOperation) => ({
    bulk_id: id,
    operation_key: key,
    status: OPERATION.open,
    data: encryptSecret(call.ports.keys, data, dataContext(id, key)),
  });
  for await (const rows of chunks(operations, row)) await db.query.insertInto('bulk_operation').values(rows).execute();
  if (operations.length > 0) await wakeWorkers(db, call);
  return uuid;
}

import { type Db, statement, storableText } from '@tessera/database';
import type { Call, Caller } from '@tessera/webapi';
import type { Insertable } from 'kysely';
import type { AuditEntryTable } from './tables.ts';

type Entry = Required<Insertable<Omit<AuditEntryTable, 'id'>>>;
/** What was done, beside who did it. `changes` is JSON without secrets, of bounded length: see `changesText`. */
export type Deed = Pick<Entry, 'method' | 'route' | 'operation' | 'entity_type' | 'entity_id' | 'outcome' | 'changes'>;

const insertEntry = statement<Record<keyof Entry, string | number | null>>()((db, slot) =>
  db.insertInto('audit_entry').values({
    occurred_at: slot('occurred_at'),
    caller_kind: slot('caller_kind'),
    caller_id: slot('caller_id'),
    caller_name: slot('caller_name'),
    integration_id: slot('integration_id'),
    token_id: slot('token_id'),
    remote_address: slot('remote_address'),
    request_id: slot('request_id'),
    binding: slot('binding'),
    method: slot('method'),
    route: slot('route'),
    operation: slot('operation'),
    entity_type: slot('entity_type'),
    entity_id: slot('entity_id'),
    store_id: slot('store_id'),
    outcome: slot('outcome'),
    changes: slot('changes'),
  }),
);

const MAX_ADDRESS = 64;
const MAX_NAME = 255;
const MAX_ID = 255;

const nameOf = (caller: Caller): string | null =>
  caller.kind === 'integration' ? caller.name : caller.kind === 'admin' ? caller.username : null;

const storable = (text: string | null, most?: number): string | null =>
  text === null ? null : storableText(text, most);

/** Appends an entry to the audit log. @param db the door inside of the transaction of the change, where there is one */
export async function appendEntry(db: Db, call: Call, deed: Deed): Promise<void> {
  const { caller } = call;
  const integration = caller.kind === 'integration' ? caller : null;
  await db.run(insertEntry, {
    ...deed,
    entity_id: storable(deed.entity_id, MAX_ID),
    changes: storableText(deed.changes),
    occurred_at: call.now(),
    caller_kind: caller.kind,
    caller_id: caller.kind === 'guest' ? null : caller.id,
    caller_name: storable(nameOf(caller), MAX_NAME),
    integration_id: integration?.id ?? null,
    token_id: integration?.tokenId ?? null,
    remote_address: storableText(call.remoteAddress, MAX_ADDRESS),
    request_id: storableText(call.requestId, MAX_ID),
    binding: call.binding,
    store_id: call.store.id,
  });
}

import { type Db, statement } from '@tessera/database';
import {
  type Call,
  type Caller,
  type CompiledRoute,
  callAs,
  type Kernel,
  mayStillAct,
  routeOf,
  type StoreScope,
} from '@tessera/webapi';
import { ADMIN_SCOPE, storesOf } from '../../store/stores.ts';
import { readCaller, userOf } from '../caller-record.ts';

const bulkWithCaller = statement<{ id: number }>()((db, slot) =>
  db
    .selectFrom('bulk')
    .innerJoin('bulk_caller', 'bulk_caller.hash', 'bulk.caller_hash')
    .select(['method', 'path', 'store_id', 'base_url', 'remote_address', 'caller', 'traceparent'])
    .where('bulk.id', '=', slot('id')),
);

/** What the operations of a bulk have in common; it never changes. */
export interface BulkContext {
  readonly route: CompiledRoute | null;
  readonly caller: Caller;
  readonly storeId: number;
  readonly baseUrl: string;
  readonly remoteAddress: string;
  readonly traceparent: string | null;
}

export async function readBulk(db: Db, id: number, kernel: Kernel): Promise<BulkContext> {
  const [row] = await db.run(bulkWithCaller, { id });
  if (row === undefined) throw new Error(`bulk ${id} is gone while its operations are open`);
  return {
    route: routeOf(kernel, row.method, row.path),
    caller: readCaller(row.caller),
    storeId: row.store_id,
    baseUrl: row.base_url,
    remoteAddress: row.remote_address,
    traceparent: row.traceparent,
  };
}

/** Why none of a bulk's operations can be executed now, or the call that executes them. */
export interface Ready {
  readonly ready: true;
  readonly call: Call;
  readonly route: CompiledRoute;
  readonly traceparent: string | null;
}
export type Readiness = Ready | { readonly ready: false; readonly reason: string };

/** The caller, rights and store view of the time of asking, if the account, the store view and the route are still there. */
export async function prepare(bulk: BulkContext, base: Call): Promise<Readiness> {
  const { route, caller } = bulk;
  if (route === null) return { ready: false, reason: 'The operation is not offered any more.' };
  const store = storeOf(bulk.storeId, base);
  if (store === null) return { ready: false, reason: 'The store view does not exist any more.' };
  if (!(await mayStillAct(base.ports.kernel, caller.kind, userOf(caller).id, base)))
    return { ready: false, reason: 'The account that asked for the operation is not active any more.' };
  const { baseUrl, remoteAddress, traceparent } = bulk;
  const settings = base.settings.at(store);
  return { ready: true, route, traceparent, call: callAs(base, { caller, store, settings, baseUrl, remoteAddress }) };
}

const storeOf = (id: number, call: Call): StoreScope | null =>
  id === 0 ? ADMIN_SCOPE : (storesOf(call).byId.get(id) ?? null);

import type { Db } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import type { CustomerOnTheWire } from '../wire-form.ts';

/** A change of a customer, told inside the transaction that makes it. */
export type CustomerChange =
  | { readonly kind: 'created'; readonly customer: CustomerOnTheWire }
  | { readonly kind: 'updated'; readonly customer: CustomerOnTheWire; readonly before: CustomerOnTheWire }
  | { readonly kind: 'deleted'; readonly customer: CustomerOnTheWire };

/** Hears of every change. What it writes through `db` stands or falls with the change; throwing refuses the change. */
export type CustomerListener = (change: CustomerChange, call: Call, db: Db) => Promise<void> | void;

declare module '@tessera/webapi' {
  interface Module {
    readonly customerListeners?: readonly CustomerListener[];
  }
}

async function tell(change: CustomerChange, call: Call, db: Db): Promise<void> {
  for (const module of call.ports.modules)
    for (const listener of module.customerListeners ?? []) await listener(change, call, db);
}

/** To be called in the transaction that inserted the customer. */
export const customerCreated = (call: Call, db: Db, customer: CustomerOnTheWire): Promise<void> =>
  tell({ kind: 'created', customer }, call, db);

/** To be called in the transaction that changed the customer or one of the addresses. */
export const customerUpdated = (
  call: Call,
  db: Db,
  before: CustomerOnTheWire,
  customer: CustomerOnTheWire,
): Promise<void> => tell({ kind: 'updated', customer, before }, call, db);

/** To be called in the transaction that deletes the customer. */
export const customerDeleted = (call: Call, db: Db, customer: CustomerOnTheWire): Promise<void> =>
  tell({ kind: 'deleted', customer }, call, db);

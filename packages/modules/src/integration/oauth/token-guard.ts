import { type Guard, readsOnly } from '@tessera/webapi';
import { accessSnapshot } from './access.ts';
import { tokenReadOnly, tokenStoreRefused } from './errors.ts';

/** Refuses what the access token is not for: changes, or another store view. Every part of an aggregate is looked at. */
export const tokenGuard: Guard = (route, { caller, db, store }) => {
  if (caller.kind !== 'integration' || caller.tokenId === undefined) return;
  const limits = db.snapshot(accessSnapshot).restricted.get(caller.tokenId);
  if (limits === undefined) return;
  // What asks a person for the password again hands out secrets with which more could be done.
  if (limits.readOnly && (!readsOnly(route) || route.identityCheck === true)) throw tokenReadOnly();
  if (limits.stores !== null && !limits.stores.has(store.id)) throw tokenStoreRefused({ store: store.code });
};

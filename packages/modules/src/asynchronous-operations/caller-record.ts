import { createHash } from 'node:crypto';
import { ALL_GRANTS, type Caller, type Grants, GUEST, grantsOf, USER_TYPE } from '@tessera/webapi';

type StoredGrants = { readonly all: true } | { readonly all: false; readonly resources: readonly string[] };

const storedGrants = (grants: Grants): StoredGrants =>
  grants.all ? { all: true } : { all: false, resources: [...grants.resources].sort() };
const readGrants = (stored: StoredGrants): Grants => (stored.all ? ALL_GRANTS : grantsOf(stored.resources));

/** The user type and id that Magento shows for a caller; a guest has the id 0. */
export const userOf = (caller: Caller): { readonly type: number; readonly id: number } => ({
  type: USER_TYPE[caller.kind],
  id: caller.kind === 'guest' ? 0 : caller.id,
});

/** A caller with its rights as they are now, as text. Nothing by which it could sign in is in there. */
export function writeCaller(caller: Caller): string {
  switch (caller.kind) {
    case 'guest':
      return JSON.stringify({ kind: 'guest' });
    case 'customer': {
      const { kind, id, websiteId, storeId, groupId, proof } = caller;
      return JSON.stringify({ kind, id, websiteId, storeId, groupId, proof });
    }
    case 'admin': {
      const { kind, id, username, roleId, proof, grants } = caller;
      return JSON.stringify({ kind, id, username, roleId, proof, grants: storedGrants(grants) });
    }
    case 'integration': {
      const { kind, id, name, consumerId, proof, grants, limitedTo } = caller;
      return JSON.stringify({ kind, id, name, consumerId, proof, grants: storedGrants(grants), limitedTo });
    }
  }
}

/** The caller that `writeCaller` wrote down. */
export function readCaller(text: string): Caller {
  const stored = JSON.parse(text) as Exclude<Caller, { kind: 'guest' }> & { grants: StoredGrants };
  if ((stored.kind as string) === 'guest') return GUEST;
  return (stored.kind === 'customer' ? stored : { ...stored, grants: readGrants(stored.grants) }) as Caller;
}

export const callerHash = (record: string): string => createHash('sha256').update(record).digest('hex');

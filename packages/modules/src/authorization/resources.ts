import { type AclNode, ALL_GRANTS, ALL_RESOURCES, aclIds, type Call, grantsOf, problem } from '@tessera/webapi';
import { requireHeld } from './delegation.ts';

export const unknownResource = problem(
  'unknown_resource',
  400,
  'The ACL resource "%resource" does not exist.',
  'A role or an integration is to be granted something that no loaded module declares.',
);

/** What a client asks for; `null` and `undefined` mean that it said nothing. */
export interface WantedResources {
  readonly all_resources?: boolean | null | undefined;
  readonly resources?: readonly string[] | null | undefined;
}
export interface CheckedResources {
  readonly all: boolean;
  /** Without duplicates, in the order given; `Magento_Backend::all` alone where everything is granted. */
  readonly resources: readonly string[];
}

const known = new WeakMap<readonly AclNode[], ReadonlySet<string>>();
function knownResources(tree: readonly AclNode[]): ReadonlySet<string> {
  let ids = known.get(tree);
  if (ids === undefined) {
    ids = new Set(aclIds(tree));
    known.set(tree, ids);
  }
  return ids;
}

/**
 * Checks the resources that a role or an integration is to be granted: everything, or a list. No resource of a list gives
 * more than itself, not even `Magento_Backend::all` (behaviour A15, recorded). Who grants has to hold it all.
 * @throws WebapiError `unknown_resource`, `not_authorized`
 */
export function checkResources(call: Call, wanted: WantedResources): CheckedResources {
  const list = [...new Set(wanted.resources ?? [])];
  const ids = knownResources(call.ports.acl);
  for (const resource of list) if (!ids.has(resource)) throw unknownResource({ resource });
  const all = wanted.all_resources === true;
  requireHeld(call, all ? ALL_GRANTS : grantsOf(list));
  return { all, resources: all ? [ALL_RESOURCES] : list };
}

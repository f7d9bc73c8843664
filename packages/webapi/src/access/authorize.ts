import type { StoreScope } from './call.ts';
import type { Caller, Grants } from './caller.ts';

/** Always granted to an admin with a role, and to an integration that was granted anything at all (recorded). */
export const ALWAYS_GRANTED = 'Magento_Backend::admin';
/**
 * How a grant of everything is shown. In a list it gives no more than itself and what no list can name, such as `self`:
 * listed resources are checked one by one (recorded).
 */
export const ALL_RESOURCES = 'Magento_Backend::all';

/** How customers are shared: per website (1, the default) or globally (0); setting `customer/account_share/scope`. */
export type AccountSharing = 'website' | 'global';
export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly resources: readonly string[] };
const ALLOWED: Verdict = Object.freeze({ allowed: true });

const granted = (grants: Grants, resource: string): boolean =>
  grants.all || grants.resources.has(resource === 'self' ? ALL_RESOURCES : resource);

const hasAny = (grants: Grants): boolean => grants.all || grants.resources.size > 0;

/** `self` holds at the stores that the customer's account is shared with, never at the admin scope (behaviour A12). */
const isSelf = (websiteId: number, store: StoreScope, sharing: AccountSharing): boolean =>
  store.id !== 0 && (sharing === 'global' || store.websiteId === websiteId);

/**
 * Whether a caller holds one resource. `self` is no node of the tree, so it passes for grants of everything and for lists
 * that name the resource of everything (A13, recorded).
 */
export function holds(caller: Caller, resource: string, store: StoreScope, sharing: AccountSharing): boolean {
  if (resource === 'anonymous') return true;
  switch (caller.kind) {
    case 'guest':
      return false;
    case 'customer':
      return resource === 'self' && isSelf(caller.websiteId, store, sharing);
    case 'admin':
      return caller.roleId !== null && (resource === ALWAYS_GRANTED || granted(caller.grants, resource));
    case 'integration':
      return granted(caller.grants, resource) || (resource === ALWAYS_GRANTED && hasAny(caller.grants));
  }
}

/** Decides whether a caller may use a route: every listed resource must be held; a denial names them all. */
export function authorize(
  caller: Caller,
  resources: readonly string[],
  store: StoreScope,
  sharing: AccountSharing,
): Verdict {
  for (const resource of resources) if (!holds(caller, resource, store, sharing)) return { allowed: false, resources };
  return ALLOWED;
}

import { problem, type StoreScope } from '@tessera/webapi';
import { defaultStoreOf, type Stores, websiteById } from '../../store/stores.ts';

export const websiteNotFound = problem(
  'website_not_found',
  404,
  "The website with id %1 that was requested wasn't found. Verify the website and try again.",
  'No website has this id.',
  { rendered: true },
);
export const storeNotFound = problem(
  'store_not_found',
  404,
  "The store that was requested wasn't found. Verify the store and try again.",
  'No store view has this id.',
);
export const storeNotInWebsite = problem(
  'store_not_in_website',
  400,
  'The store view is not in the associated website.',
  'A customer is given a website and a store view of another one.',
);

/** Website and store view of an account. */
export interface Home {
  readonly website_id: number;
  readonly store_id: number;
}
interface GivenHome {
  readonly website_id?: number | null;
  readonly store_id?: number | null;
}

/** @throws website_not_found */
export function existingWebsite(stores: Stores, id: number): number {
  if (websiteById(stores, id) === null) throw websiteNotFound([id]);
  return id;
}

function existingStore(stores: Stores, id: number): StoreScope {
  const store = stores.byId.get(id);
  if (store === undefined) throw storeNotFound();
  return store;
}

/**
 * Website and store view of a customer as it will be stored. A new one without either gets the default store view,
 * whatever store view the request came through (observed); one given completes the other.
 * @param before null for a new customer
 * @throws website_not_found, store_not_found, store_not_in_website
 */
export function homeOf(stores: Stores, given: GivenHome, before: Home | null): Home {
  const website = given.website_id ? existingWebsite(stores, given.website_id) : null;
  const store = given.store_id ? existingStore(stores, given.store_id) : null;
  if (store !== null) {
    if (website !== null && store.websiteId !== website) throw storeNotInWebsite();
    return { website_id: store.websiteId, store_id: store.id };
  }
  if (before !== null && (website === null || website === before.website_id))
    return { website_id: before.website_id, store_id: before.store_id };
  if (website === null) return { website_id: stores.defaultStore.websiteId, store_id: stores.defaultStore.id };
  const own = defaultStoreOf(stores, website) ?? stores.defaultStore;
  return { website_id: website, store_id: own.id };
}

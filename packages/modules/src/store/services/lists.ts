import { implement } from '@tessera/webapi';
import { GroupRepository, StoreRepository, WebsiteRepository } from '../contract/repositories.ts';
import { storesOf } from '../stores.ts';

export const websiteRepository = implement(WebsiteRepository, {
  getList: (_, call) => [...storesOf(call).websites],
});

export const groupRepository = implement(GroupRepository, {
  getList: (_, call) => [...storesOf(call).groups],
});

export const storeRepository = implement(StoreRepository, {
  // Observed order: the default store view, the admin one, then by id.
  getList: (_, call) => {
    const { stores, defaultStore } = storesOf(call);
    const rank = (id: number): number => (id === defaultStore.id ? -1 : id);
    return stores.toSorted((a, b) => rank(a.id) - rank(b.id));
  },
});

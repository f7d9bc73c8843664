import { snapshot } from '@tessera/database';
import type { Call, StoreScope } from '@tessera/webapi';
import type { Selectable } from 'kysely';
import type { StoreGroupTable, StoreTable, WebsiteTable } from './tables.ts';

/** Websites, groups and store views, in memory: every request needs its store. */
export interface Stores {
  readonly websites: readonly Selectable<WebsiteTable>[];
  readonly groups: readonly Selectable<StoreGroupTable>[];
  readonly stores: readonly Selectable<StoreTable>[];
  readonly byCode: ReadonlyMap<string, StoreScope>;
  readonly byId: ReadonlyMap<number, StoreScope>;
  readonly defaultStore: StoreScope;
}

/** The admin scope, `all` in URLs. */
export const ADMIN_SCOPE: StoreScope = Object.freeze({ id: 0, code: 'admin', websiteId: 0, groupId: 0 });

export const storesSnapshot = snapshot('stores', async (db): Promise<Stores> => {
  const websites = await db.selectFrom('website').selectAll().orderBy('id').execute();
  const groups = await db.selectFrom('store_group').selectAll().orderBy('id').execute();
  const stores = await db.selectFrom('store').selectAll().orderBy('id').execute();
  const scopes = stores.map(
    (store): StoreScope => ({
      id: store.id,
      code: store.code,
      websiteId: store.website_id,
      groupId: store.store_group_id,
    }),
  );
  const byId = new Map(scopes.map((scope) => [scope.id, scope]));
  const website = websites.find((entry) => entry.is_default === 1);
  const group = groups.find((entry) => entry.id === website?.default_group_id);
  return {
    websites,
    groups,
    stores,
    byId,
    // Observed: `all` is the admin scope, the code `admin` is refused, disabled store views are accepted.
    byCode: new Map([
      ['all', ADMIN_SCOPE],
      ...scopes.filter((scope) => scope.id !== 0).map((scope) => [scope.code, scope] as const),
    ]),
    defaultStore: byId.get(group?.default_store_id ?? 1) ?? ADMIN_SCOPE,
  };
});

export const storesOf = (call: Call): Stores => call.db.snapshot(storesSnapshot);

/** The default store view of a website, null for an unknown website or one without store views. */
export function defaultStoreOf(stores: Stores, websiteId: number): StoreScope | null {
  const website = stores.websites.find((entry) => entry.id === websiteId);
  const group = stores.groups.find((entry) => entry.id === website?.default_group_id);
  return stores.byId.get(group?.default_store_id ?? -1) ?? null;
}

export const websiteById = (stores: Stores, id: number): Selectable<WebsiteTable> | null =>
  stores.websites.find((entry) => entry.id === id) ?? null;
export const storeName = (stores: Stores, id: number): string | null =>
  stores.stores.find((entry) => entry.id === id)?.name ?? null;

/** Whether a setting can be set there: a website or a store view that exists. */
export const isScope = (stores: Stores, scope: 'websites' | 'stores', id: number): boolean =>
  scope === 'websites' ? websiteById(stores, id) !== null : stores.byId.has(id);

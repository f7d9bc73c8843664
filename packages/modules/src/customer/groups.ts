import { snapshot } from '@tessera/database';
import type { Call, SettingsReader } from '@tessera/webapi';
import { storesOf } from '../store/stores.ts';
import { defaultGroup } from './settings.ts';

export interface CustomerGroup {
  readonly id: number;
  readonly code: string;
  readonly taxClassId: number;
  readonly excludedWebsiteIds: readonly number[];
}

/** The group of everybody who is not signed in; it cannot be deleted. */
export const GUEST_GROUP = 0;

/** All groups by id, in memory: every customer that is written needs its group. */
export const groupsSnapshot = snapshot('customer_groups', async (db): Promise<ReadonlyMap<number, CustomerGroup>> => {
  const groups = await db.selectFrom('customer_group').selectAll().orderBy('id').execute();
  const excluded = await db.selectFrom('customer_group_excluded_website').selectAll().orderBy('website_id').execute();
  return new Map(
    groups.map(({ id, code, tax_class_id }) => {
      const excludedWebsiteIds = excluded.filter((row) => row.group_id === id).map((row) => row.website_id);
      return [id, { id, code, taxClassId: tax_class_id, excludedWebsiteIds }];
    }),
  );
});

export const groupById = (call: Pick<Call, 'db'>, id: number): CustomerGroup | null =>
  call.db.snapshot(groupsSnapshot).get(id) ?? null;

/** The group of new customers, as the settings of a store view say. */
export const defaultGroupId = (settings: SettingsReader): number => settings.get(defaultGroup);

/** The guests' group and those that any scope gives to new customers: they cannot be deleted. */
export function groupsInUse(call: Call): ReadonlySet<number> {
  const { stores, websites } = storesOf(call);
  const scopes = [
    ...stores.map((store) => ({ id: store.id, websiteId: store.website_id })),
    ...websites.map((website) => ({ id: 0, websiteId: website.id })),
  ];
  return new Set([GUEST_GROUP, ...scopes.map((scope) => defaultGroupId(call.settings.at(scope)))]);
}

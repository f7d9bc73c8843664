import { type Db, rowsToChange } from '@tessera/database';
import { type Call, fieldRequired, implement, inputInvalid, invalidFieldValue, noSuchEntity } from '@tessera/webapi';
import { StoreManagement } from '../contract/repositories.ts';
import { storesSnapshot } from '../stores.ts';

const CODE = /^[a-z][a-z0-9_]{0,31}$/;
/** What stands where a store view's code does in URLs (`/rest/async/V1`, `/swagger/schema`), and the scopes of their own. */
const RESERVED: readonly string[] = ['all', 'admin', 'async', 'openapi', 'schema'];
type Table = 'website' | 'store_group' | 'store';

function checkCode(code: string | null | undefined): string {
  if (code === undefined || code === null || code === '') throw fieldRequired({ fieldName: 'code' });
  if (!CODE.test(code) || RESERVED.includes(code)) throw invalidFieldValue({ value: code, fieldName: 'code' });
  return code;
}

function checkName(name: string | null | undefined): string {
  if (name === undefined || name === null || name.trim() === '') throw fieldRequired({ fieldName: 'name' });
  return name;
}

async function existing(db: Db, table: Table, id: number) {
  const row = await db.query.selectFrom(table).selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw noSuchEntity({ fieldName: 'id', fieldValue: id });
  return row;
}

async function refuseTakenCode(db: Db, table: Table, code: string, id: number | null): Promise<void> {
  const other = await db.query.selectFrom(table).select('id').where('code', '=', code).executeTakeFirst();
  if (other !== undefined && other.id !== id) throw invalidFieldValue({ value: code, fieldName: 'code' });
}

/**
 * Changes websites, store groups or store views in a transaction. Such changes are made one after the other: they refer
 * to one another, and two of them at once could both take a code that is free.
 */
const changingStores = <T>(call: Call, change: (db: Db) => Promise<T>): Promise<T> =>
  call.db.transaction(async (db) => {
    await rowsToChange(db, db.query.selectFrom('website').select('id').orderBy('id')).execute();
    return change(db);
  });

/** Deletes one that is not part of the installation itself. */
async function remove(db: Db, table: Table, id: number, kept: readonly number[]): Promise<boolean> {
  await existing(db, table, id);
  if (kept.includes(id)) throw inputInvalid([`The ${table.replace('_', ' ')} with ID "${id}" can't be deleted.`]);
  await db.query.deleteFrom(table).where('id', '=', id).execute();
  await db.touch(storesSnapshot);
  return true;
}

export const storeManagement = implement(StoreManagement, {
  saveWebsite: ({ website }, call) =>
    changingStores(call, async (db) => {
      const id = website.id ?? null;
      const before = id === null ? null : await existing(db, 'website', id);
      const values = { code: checkCode(website.code ?? before?.code), name: checkName(website.name ?? before?.name) };
      await refuseTakenCode(db, 'website', values.code, id);
      const row =
        before === null
          ? await db.query
              .insertInto('website')
              .values({ ...values, default_group_id: 0, sort_order: 0, is_default: 0 })
              .returningAll()
              .executeTakeFirstOrThrow()
          : await db.query
              .updateTable('website')
              .set({ ...values, ...(website.default_group_id ? { default_group_id: website.default_group_id } : {}) })
              .where('id', '=', before.id)
              .returningAll()
              .executeTakeFirstOrThrow();
      await db.touch(storesSnapshot);
      return row;
    }),
  deleteWebsite: ({ id }, call) => changingStores(call, (db) => remove(db, 'website', id, [0, 1])),

  saveGroup: ({ group }, call) =>
    changingStores(call, async (db) => {
      const id = group.id ?? null;
      const before =
        id === null
          ? null
          : ((await db.query.selectFrom('store_group').selectAll().where('id', '=', id).executeTakeFirst()) ?? null);
      if (id !== null && before === null) throw noSuchEntity({ fieldName: 'id', fieldValue: id });
      const websiteId = group.website_id ?? before?.website_id;
      if (websiteId === undefined) throw fieldRequired({ fieldName: 'website_id' });
      await existing(db, 'website', websiteId);
      const values = {
        code: checkCode(group.code ?? before?.code),
        name: checkName(group.name ?? before?.name),
        website_id: websiteId,
        root_category_id: group.root_category_id ?? before?.root_category_id ?? 0,
        default_store_id: group.default_store_id ?? before?.default_store_id ?? 0,
      };
      await refuseTakenCode(db, 'store_group', values.code, id);
      const row =
        id === null
          ? await db.query.insertInto('store_group').values(values).returningAll().executeTakeFirstOrThrow()
          : await db.query
              .updateTable('store_group')
              .set(values)
              .where('id', '=', id)
              .returningAll()
              .executeTakeFirstOrThrow();
      await db.query
        .updateTable('website')
        .set({ default_group_id: row.id })
        .where('id', '=', websiteId)
        .where('default_group_id', '=', 0)
        .execute();
      await db.touch(storesSnapshot);
      return row;
    }),
  deleteGroup: ({ id }, call) => changingStores(call, (db) => remove(db, 'store_group', id, [0, 1])),

  saveStore: ({ store }, call) =>
    changingStores(call, async (db) => {
      const id = store.id ?? null;
      const before =
        id === null
          ? null
          : ((await db.query.selectFrom('store').selectAll().where('id', '=', id).executeTakeFirst()) ?? null);
      if (id !== null && before === null) throw noSuchEntity({ fieldName: 'id', fieldValue: id });
      const groupId = store.store_group_id ?? before?.store_group_id;
      if (groupId === undefined) throw fieldRequired({ fieldName: 'store_group_id' });
      const group = await db.query.selectFrom('store_group').selectAll().where('id', '=', groupId).executeTakeFirst();
      if (group === undefined) throw noSuchEntity({ fieldName: 'store_group_id', fieldValue: groupId });
      const values = {
        code: checkCode(store.code ?? before?.code),
        name: checkName(store.name ?? before?.name),
        website_id: group.website_id,
        store_group_id: groupId,
        sort_order: store.sort_order ?? before?.sort_order ?? 0,
        is_active: (store.is_active ?? before?.is_active ?? 1) === 0 ? (0 as const) : (1 as const),
      };
      await refuseTakenCode(db, 'store', values.code, id);
      const row =
        id === null
          ? await db.query.insertInto('store').values(values).returningAll().executeTakeFirstOrThrow()
          : await db.query
              .updateTable('store')
              .set(values)
              .where('id', '=', id)
              .returningAll()
              .executeTakeFirstOrThrow();
      await db.query
        .updateTable('store_group')
        .set({ default_store_id: row.id })
        .where('id', '=', groupId)
        .where('default_store_id', '=', 0)
        .execute();
      await db.touch(storesSnapshot);
      return row;
    }),
  deleteStore: ({ id }, call) => changingStores(call, (db) => remove(db, 'store', id, [0, 1])),
});

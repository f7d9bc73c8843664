import {
  type Db,
  dateTime,
  fieldsOf,
  folded,
  foldedValue,
  pageCriteria,
  refusedAs,
  rowsToChange,
  whereCriteria,
} from '@tessera/database';
import {
  type Call,
  fieldRequired,
  type Input,
  implement,
  invalidFieldValue,
  problem,
  readCriteria,
} from '@tessera/webapi';
import { type Selectable, sql } from 'kysely';
import { ADMIN_SCOPE, storesOf, websiteById } from '../../store/stores.ts';
import { type Group, GroupRepository } from '../contract/groups.ts';
import { type CustomerGroup, defaultGroupId, groupById, groupsInUse, groupsSnapshot } from '../groups.ts';
import { firstOf } from '../rules/texts.ts';
import type { CustomerGroupTable } from '../tables-groups.ts';
import { DEFAULT_TAX_CLASS, isCustomerTaxClass } from '../tax-classes.ts';
import { existingGroup, groupOnTheWire, groupUnknown } from './group-management.ts';

export const groupExists = problem(
  'customer_group_exists',
  400,
  'Customer Group already exists.',
  'Another group has this code; letter case does not count.',
);
export const groupNotDeletable = problem(
  'customer_group_not_deletable',
  400,
  'Cannot delete group.',
  'The group is that of guests, or that of new customers.',
);

/** Observed: longer codes are cut, not refused. */
const CODE_LENGTH = 32;

function checkCode(code: string | null | undefined): string {
  if (code === undefined || code === null || code.trim() === '') throw fieldRequired({ fieldName: 'code' });
  return firstOf(code, CODE_LENGTH);
}

function checkTaxClass(id: number): number {
  if (!isCustomerTaxClass(id)) throw invalidFieldValue({ fieldName: 'taxClassId', value: id });
  return id;
}

const websiteRefused = (id: number) => invalidFieldValue({ fieldName: 'exclude_website_ids', value: id });

function checkWebsites(call: Call, ids: readonly number[]): readonly number[] {
  for (const id of ids) {
    if (id === 0 || websiteById(storesOf(call), id) === null) throw websiteRefused(id);
  }
  return [...new Set(ids)].sort((a, b) => a - b);
}

async function refuseTakenCode(db: Db, code: string, id: number | null): Promise<void> {
  const other = await db.query
    .selectFrom('customer_group')
    .select('id')
    .where(folded(sql.ref('code'), db.dialect), '=', foldedValue(code, db.dialect))
    .executeTakeFirst();
  if (other !== undefined && other.id !== id) throw groupExists();
}

async function write(
  db: Db,
  before: CustomerGroup | null,
  values: Omit<CustomerGroup, 'id'>,
): Promise<Selectable<CustomerGroupTable>> {
  const row = { code: values.code, tax_class_id: values.taxClassId };
  const { query } = db;
  const saved = await (before === null
    ? query.insertInto('customer_group').values(row).returningAll().executeTakeFirstOrThrow()
    : query.updateTable('customer_group').set(row).where('id', '=', before.id).returningAll().executeTakeFirst()
  ).catch(refusedAs({ taken: () => groupExists() }));
  if (saved === undefined) throw groupUnknown(before?.id);
  await query.deleteFrom('customer_group_excluded_website').where('group_id', '=', saved.id).execute();
  for (const website_id of values.excludedWebsiteIds)
    await query
      .insertInto('customer_group_excluded_website')
      .values({ group_id: saved.id, website_id })
      .execute()
      .catch(refusedAs({ missing: () => websiteRefused(website_id) }));
  return saved;
}

async function save(group: Input<typeof Group>, call: Call): Promise<CustomerGroup> {
  const before = group.id === undefined || group.id === null ? null : existingGroup(call, group.id);
  const excluded = group.extension_attributes?.exclude_website_ids;
  const values = {
    code: checkCode(group.code),
    taxClassId: checkTaxClass(group.tax_class_id || before?.taxClassId || DEFAULT_TAX_CLASS),
    excludedWebsiteIds: excluded ? checkWebsites(call, excluded) : (before?.excludedWebsiteIds ?? []),
  };
  return call.db.transaction(async (db) => {
    await refuseTakenCode(db, values.code, before?.id ?? null);
    const { id } = await write(db, before, values);
    await db.touch(groupsSnapshot);
    return { id, ...values };
  });
}

/** The customers of a group that goes get the group of new customers of their store view. */
async function moveCustomers(db: Db, from: number, call: Call): Promise<void> {
  const groups = new Map<number, number[]>();
  for (const { id, website_id } of storesOf(call).stores) {
    const to = defaultGroupId(call.settings.at({ id, websiteId: website_id }));
    groups.set(to, [...(groups.get(to) ?? []), id]);
  }
  const updated_at = dateTime(call.now());
  const customers = (to: number) =>
    db.query.updateTable('customer').set({ group_id: to, updated_at }).where('group_id', '=', from);
  for (const [to, storeIds] of groups) await customers(to).where('store_id', 'in', storeIds).execute();
  await customers(defaultGroupId(call.settings.at(ADMIN_SCOPE))).execute();
}

/** Magento's column names work as well as the names that the API shows. */
const fieldOf = fieldsOf({
  id: ['customer_group.id', 'number'],
  customer_group_id: ['customer_group.id', 'number'],
  code: ['customer_group.code', 'text'],
  customer_group_code: ['customer_group.code', 'text'],
  tax_class_id: ['customer_group.tax_class_id', 'number'],
});

export const groupRepository = implement(GroupRepository, {
  save: async ({ group }, call) => groupOnTheWire(await save(group, call)),
  getById: ({ id }, call) => groupOnTheWire(existingGroup(call, id)),

  getList: async ({ searchCriteria }, call) => {
    const criteria = readCriteria(searchCriteria);
    const { query, dialect } = call.db;
    const matching = whereCriteria(query.selectFrom('customer_group'), criteria, fieldOf, dialect);
    const page = pageCriteria(matching.selectAll(), criteria, fieldOf, dialect, sql.ref('customer_group.id'));
    const [rows, count] = await Promise.all([
      page.execute(),
      matching.select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow(),
    ]);
    const items = rows.map(({ id, code, tax_class_id }) => {
      const { excludedWebsiteIds = [] } = groupById(call, id) ?? {};
      return groupOnTheWire({ id, code, taxClassId: tax_class_id, excludedWebsiteIds });
    });
    return { items, search_criteria: criteria.echo, total_count: Number(count.count) };
  },

  deleteById: async ({ id }, call) => {
    existingGroup(call, id);
    if (groupsInUse(call).has(id)) throw groupNotDeletable();
    await call.db.transaction(async (db) => {
      const group = db.query.selectFrom('customer_group').select('id').where('id', '=', id);
      if ((await rowsToChange(db, group).executeTakeFirst()) === undefined) throw groupUnknown(id);
      await moveCustomers(db, id, call);
      await db.query.deleteFrom('customer_group').where('id', '=', id).execute();
      await db.touch(groupsSnapshot);
    });
    return true;
  },
});

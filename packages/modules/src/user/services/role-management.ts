import { byCodePoint, type Db, dateTime, fieldsOf, pageCriteria, whereCriteria } from '@tessera/database';
import { type Call, type Input, implement, noSuchEntity, readCriteria } from '@tessera/webapi';
import { type Selectable, sql } from 'kysely';
import { grantsSnapshot } from '../../authorization/grants.ts';
import { checkResources, type WantedResources } from '../../authorization/resources.ts';
import type { AdminRoleTable } from '../../authorization/tables.ts';
import { adminsSnapshot } from '../admins.ts';
import { type Role, RoleManagement } from '../contract/role-management.ts';
import { ownRole, roleNameTaken } from '../errors.ts';
import { checkText } from '../fields.ts';
import { keepingAnAdministrator } from '../last-administrator.ts';

type Wanted = Input<typeof Role>;
type Row = Selectable<AdminRoleTable>;

async function shown(db: Db, rows: readonly Row[]) {
  const resources =
    rows.length === 0
      ? []
      : await db.query
          .selectFrom('admin_role_resource')
          .selectAll()
          .where(
            'role_id',
            'in',
            rows.map((row) => row.id),
          )
          .orderBy(byCodePoint(sql.ref('resource'), db.dialect))
          .execute();
  return rows.map(({ id, name, all_resources, created_at, updated_at }) => ({
    id,
    name,
    all_resources: all_resources === 1,
    resources: resources.filter((row) => row.role_id === id).map((row) => row.resource),
    created_at,
    updated_at,
  }));
}

async function roleById(db: Db, id: number): Promise<Row> {
  const row = await db.query.selectFrom('admin_role').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw noSuchEntity({ fieldName: 'id', fieldValue: id });
  return row;
}

async function one(db: Db, id: number) {
  const [role] = await shown(db, [await roleById(db, id)]);
  if (role === undefined) throw noSuchEntity({ fieldName: 'id', fieldValue: id });
  return role;
}

async function checkName(db: Db, name: string | null | undefined, id: number | null): Promise<string> {
  const checked = checkText('name', name, 50);
  const other = await db.query
    .selectFrom('admin_role')
    .select('id')
    .where('name_key', '=', checked.toLowerCase())
    .executeTakeFirst();
  if (other !== undefined && other.id !== id) throw roleNameTaken({ name: checked });
  return checked;
}

async function replaceResources(db: Db, roleId: number, resources: readonly string[]): Promise<void> {
  await db.query.deleteFrom('admin_role_resource').where('role_id', '=', roleId).execute();
  if (resources.length === 0) return;
  await db.query
    .insertInto('admin_role_resource')
    .values(resources.map((resource) => ({ role_id: roleId, resource })))
    .execute();
}

/** What an update asks for, with what it leaves unsaid taken from the role as it is. */
async function wantedResources(db: Db, role: Wanted, before: Row): Promise<WantedResources> {
  if (role.resources !== undefined && role.resources !== null) return role;
  const all = role.all_resources ?? before.all_resources === 1;
  if (all || before.all_resources === 1) return { all_resources: all };
  const rows = await db.query
    .selectFrom('admin_role_resource')
    .select('resource')
    .where('role_id', '=', before.id)
    .execute();
  return { resources: rows.map((row) => row.resource) };
}

async function create(role: Wanted, call: Call) {
  const { all, resources } = checkResources(call, role);
  return keepingAnAdministrator(call.db, async (db) => {
    const name = await checkName(db, role.name, null);
    const now = dateTime(call.now());
    const { id } = await db.query
      .insertInto('admin_role')
      .values({ name, name_key: name.toLowerCase(), all_resources: all ? 1 : 0, created_at: now, updated_at: now })
      .returning('id')
      .executeTakeFirstOrThrow();
    await replaceResources(db, id, resources);
    await db.touch(grantsSnapshot);
    return one(db, id);
  });
}

const update = (id: number, role: Wanted, call: Call) =>
  keepingAnAdministrator(call.db, async (db) => {
    const before = await roleById(db, id);
    const { all, resources } = checkResources(call, await wantedResources(db, role, before));
    const name = role.name === undefined || role.name === null ? before.name : await checkName(db, role.name, id);
    await db.query
      .updateTable('admin_role')
      .set({ name, name_key: name.toLowerCase(), all_resources: all ? 1 : 0, updated_at: dateTime(call.now()) })
      .where('id', '=', id)
      .execute();
    await replaceResources(db, id, resources);
    await db.touch(grantsSnapshot);
    return one(db, id);
  });

const FIELDS = fieldsOf({
  id: ['admin_role.id', 'number'],
  name: ['admin_role.name', 'text'],
  all_resources: ['admin_role.all_resources', 'number'],
  created_at: ['admin_role.created_at', 'date'],
  updated_at: ['admin_role.updated_at', 'date'],
});

/** Roles of admin users. Their resources hold at once in every process. */
export const roleManagement = implement(RoleManagement, {
  create: ({ role }, call) => create(role, call),
  get: ({ id }, { db }) => one(db, id),
  getList: async ({ searchCriteria }, { db }) => {
    const criteria = readCriteria(searchCriteria);
    const found = whereCriteria(db.query.selectFrom('admin_role'), criteria, FIELDS, db.dialect);
    const { count } = await found.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    const rows = await pageCriteria(
      found.selectAll(),
      criteria,
      FIELDS,
      db.dialect,
      sql.ref('admin_role.id'),
    ).execute();
    return { items: await shown(db, rows), search_criteria: criteria.echo, total_count: Number(count) };
  },
  update: ({ id, role }, call) => update(id, role, call),
  delete: async ({ id }, call) => {
    if (call.caller.kind === 'admin' && call.caller.roleId === id) throw ownRole();
    await keepingAnAdministrator(call.db, async (db) => {
      await roleById(db, id);
      await db.query.deleteFrom('admin_role').where('id', '=', id).execute();
      await db.touch(grantsSnapshot);
      await db.touch(adminsSnapshot);
    });
    return true;
  },
});

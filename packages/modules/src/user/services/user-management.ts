import { fieldsOf, pageCriteria, whereCriteria } from '@tessera/database';
import { implement, readCriteria } from '@tessera/webapi';
import { sql } from 'kysely';
import { UserManagement } from '../contract/user-management.ts';
import { accountById, createAdminUser, deleteAdminUser, updateAdminUser } from './accounts.ts';

const FIELDS = fieldsOf(
  {
    id: ['admin_user.id', 'number'],
    username: ['admin_user.username', 'text'],
    email: ['admin_user.email', 'text'],
    firstname: ['admin_user.firstname', 'text'],
    lastname: ['admin_user.lastname', 'text'],
    role_id: ['admin_user.role_id', 'number'],
    is_active: ['admin_user.is_active', 'number'],
    created_at: ['admin_user.created_at', 'date'],
    updated_at: ['admin_user.updated_at', 'date'],
    signed_in_at: ['admin_user.signed_in_at', 'date'],
  },
  ['role_id', 'signed_in_at'],
);

/** Admin users. */
export const userManagement = implement(UserManagement, {
  create: ({ user }, call) => createAdminUser(call, user),
  get: ({ id }, { db }) => accountById(db, id),
  getList: async ({ searchCriteria }, { db }) => {
    const criteria = readCriteria(searchCriteria);
    const found = whereCriteria(db.query.selectFrom('admin_user'), criteria, FIELDS, db.dialect);
    const { count } = await found.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    const items = await pageCriteria(
      found.selectAll(),
      criteria,
      FIELDS,
      db.dialect,
      sql.ref('admin_user.id'),
    ).execute();
    return { items, search_criteria: criteria.echo, total_count: Number(count) };
  },
  update: ({ id, user }, call) => updateAdminUser(call, id, user),
  delete: async ({ id }, call) => {
    await deleteAdminUser(call, id);
    return true;
  },
});

import type { Db } from '@tessera/database';
import { lastAdministrator } from './errors.ts';

/** How many active users hold all resources. */
async function administrators(db: Db): Promise<number> {
  const { count } = await db.query
    .selectFrom('admin_user')
    .innerJoin('admin_role', 'admin_role.id', 'admin_user.role_id')
    .where('admin_user.is_active', '=', 1)
    .where('admin_role.all_resources', '=', 1)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Makes a change of users or roles in a transaction, and refuses it where it would leave nobody with all resources.
 * Such changes are made one after the other: two of them at once could each believe in the other's administrator, or
 * both take a name that is free.
 * @throws WebapiError `last_administrator`
 */
export function keepingAnAdministrator<T>(db: Db, change: (db: Db) => Promise<T>): Promise<T> {
  return db.transaction(async (inside) => {
    if (inside.dialect === 'postgres')
      await inside.query.selectFrom('admin_role').select('id').orderBy('id').forUpdate().execute();
    const before = await administrators(inside);
    const result = await change(inside);
    if (before > 0 && (await administrators(inside)) === 0) throw lastAdministrator();
    return result;
  });
}

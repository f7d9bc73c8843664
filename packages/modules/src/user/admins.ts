import { snapshot } from '@tessera/database';
import type { AdminCaller, Call } from '@tessera/webapi';
import { grantsOfRole } from '../authorization/grants.ts';

/** What every call of an admin needs to know of the user. */
export interface Admin {
  readonly id: number;
  readonly username: string;
  readonly roleId: number | null;
}

/** Active admin users by id, in memory. */
export const adminsSnapshot = snapshot('admin-users', async (db): Promise<ReadonlyMap<number, Admin>> => {
  const rows = await db
    .selectFrom('admin_user')
    .select(['id', 'username', 'role_id'])
    .where('is_active', '=', 1)
    .execute();
  return new Map(rows.map(({ id, username, role_id }) => [id, { id, username, roleId: role_id }]));
});

/**
 * The admin user as a caller, with the grants that the role has now; null for one that is unknown or not active.
 * @param proof how the user proved who it is
 */
export function adminCaller(
  call: Pick<Call, 'db'>,
  id: number,
  proof: Pick<AdminCaller, 'proof' | 'sessionId' | 'confirmedAt'>,
): AdminCaller | null {
  const admin = call.db.snapshot(adminsSnapshot).get(id);
  if (admin === undefined) return null;
  return { kind: 'admin', ...admin, grants: grantsOfRole(call, admin.roleId), ...proof };
}

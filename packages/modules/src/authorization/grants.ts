import { snapshot } from '@tessera/database';
import { ALL_GRANTS, type Call, type Grants, grantsOf } from '@tessera/webapi';

/** Grants by role id, in memory: every call of an admin needs them. */
export const grantsSnapshot = snapshot('admin-roles', async (db): Promise<ReadonlyMap<number, Grants>> => {
  const roles = await db.selectFrom('admin_role').select(['id', 'all_resources']).execute();
  const resources = await db.selectFrom('admin_role_resource').selectAll().execute();
  const byRole = Map.groupBy(resources, (row) => row.role_id);
  return new Map(
    roles.map(({ id, all_resources }) => [
      id,
      all_resources === 1 ? ALL_GRANTS : grantsOf((byRole.get(id) ?? []).map((row) => row.resource)),
    ]),
  );
});

const NOTHING: Grants = grantsOf([]);

/** What a role allows; nothing for one that does not exist (any more). */
export const grantsOfRole = (call: Pick<Call, 'db'>, roleId: number | null): Grants =>
  (roleId === null ? undefined : call.db.snapshot(grantsSnapshot).get(roleId)) ?? NOTHING;

import type { Db } from '@tessera/database';
import { holdsSecrets } from '@tessera/modules';
import type { Module } from '@tessera/webapi';

/**
 * Whether an installation has been used with a master key: it holds something that a key has encrypted, or a user who
 * may have signed in. One whose tables were only made, by `tessera migrate`, is new.
 */
export async function isInUse(db: Db, modules: readonly Module[]): Promise<boolean> {
  const user = await db.query.selectFrom('admin_user').select('id').limit(1).executeTakeFirst();
  return user !== undefined || (await holdsSecrets(db, modules));
}

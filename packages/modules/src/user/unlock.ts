import type { Db } from '@tessera/database';
import { forgetFailures } from '../security/attempts.ts';

/** Every way in which wrong passwords can lock an admin user. */
const KINDS = ['admin-session', 'admin-identity', 'admin-token'] as const;

/** Ends the locks of an admin user: for the command line, and where somebody else sets a new password. */
export async function unlockAdmin(db: Db, username: string): Promise<void> {
  for (const kind of KINDS) await forgetFailures(db, { kind, name: username });
}

import { ensureFirstAdmin } from '@tessera/modules';
import type { Application } from '../application.ts';

/** What a fresh installation needs before it serves; returns lines for the person who started it. */
export async function firstStart(
  application: Application,
  _options: { readonly demo: boolean },
): Promise<readonly string[]> {
  const admin = await ensureFirstAdmin(application.internalCall('command'), {
    username: process.env['TESSERA_ADMIN_USER'],
    password: process.env['TESSERA_ADMIN_PASSWORD'],
  });
  if (admin === null) return [];
  const password =
    admin.generatedPassword === null ? '' : `, password ${admin.generatedPassword} (shown only now; change it)`;
  return [`Admin    user ${admin.username}${password}`];
}

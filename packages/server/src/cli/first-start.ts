import { ensureFirstAdmin } from '@tessera/modules';
import { adminPath } from '../admin-panel/settings.ts';
import type { Application } from '../application.ts';
import { seedDemo } from '../demo/seed.ts';
import { environmentAllowsPrivateAddresses } from './environment.ts';

/** Notes that tell of something that is not made, and not told, a second time. */
export const MADE = /^(?:Admin|Demo) /;

/**
 * What a fresh installation needs before it serves: an admin user, and with `demo` some customers.
 * @returns lines for the person who started it; `{address}` stands for the address of the server
 */
export async function firstStart(
  application: Application,
  { demo }: { readonly demo: boolean },
): Promise<readonly string[]> {
  const call = application.internalCall('command');
  const notes = [`Panel    {address}/${call.settings.get(adminPath)}`];
  const admin = await ensureFirstAdmin(call, {
    username: process.env['TESSERA_ADMIN_USER'],
    password: process.env['TESSERA_ADMIN_PASSWORD'],
  });
  if (admin !== null) {
    const password =
      admin.generatedPassword === null ? '' : `, password ${admin.generatedPassword} (shown only now; change it)`;
    notes.push(`Admin    user ${admin.username}${password}`);
  }
  const seeded = demo ? await seedDemo(application.internalCall('command')) : null;
  if (seeded !== null)
    notes.push(`Demo     ${seeded.customers} customers with ${seeded.addresses} addresses were made`);
  if (demo || environmentAllowsPrivateAddresses()) {
    notes.push('Note     callbacks may go to private addresses (development only)');
  }
  return notes;
}

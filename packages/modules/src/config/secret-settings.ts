import type { Call, Setting } from '@tessera/webapi';
import { decryptSecret, encryptSecret } from '../encryption/secret-box.ts';

const context = (path: string): string => `setting:${path}`;

/** The stored form of a secret setting's value; nothing stays nothing. */
export const sealSetting = (call: Pick<Call, 'ports'>, { path }: Setting<'secret'>, value: string): string =>
  value === '' ? '' : encryptSecret(call.ports.keys, value, context(path));

/**
 * The value of a secret setting, empty where there is none.
 * @throws SecretUnreadable when it was encrypted with a key that is not configured any more
 */
export function secretSetting(call: Pick<Call, 'ports' | 'settings'>, setting: Setting<'secret'>): string {
  const stored = call.settings.get(setting);
  return stored === '' ? '' : decryptSecret(call.ports.keys, stored, context(setting.path));
}

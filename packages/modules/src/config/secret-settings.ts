import type { Call, Setting } from '@tessera/webapi';
import { decryptSecret, encryptSecret } from '../encryption/secret-box.ts';
import type { SecretColumn } from '../encryption/secret-column.ts';
import { settingsSnapshot } from './settings-reader.ts';

const context = (path: string): string => `setting:${path}`;

/** Stored values of settings that some module declares as secret. */
export const secretColumns: readonly SecretColumn[] = [
  {
    table: 'config_value',
    id: 'id',
    column: 'value',
    needs: ['path'],
    context: ({ path }, modules) => {
      const isSecret = modules.some((module) =>
        module.settings?.some((setting) => setting.path === path && setting.type === 'secret'),
      );
      return isSecret ? context(String(path)) : null;
    },
    snapshot: settingsSnapshot,
  },
];

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

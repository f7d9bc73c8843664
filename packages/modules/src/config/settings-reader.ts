import { type Db, snapshot } from '@tessera/database';
import {
  type Setting,
  type SettingScope,
  type SettingsReader,
  type SettingType,
  type SettingValues,
  type StoreScope,
  settingValue,
} from '@tessera/webapi';

/** Stored values by `scope:scope_id:path`. */
export type StoredSettings = ReadonlyMap<string, string | null>;
export const settingKey = (scope: SettingScope, scopeId: number, path: string): string => `${scope}:${scopeId}:${path}`;

export const settingsSnapshot = snapshot('settings', async (db): Promise<StoredSettings> => {
  const rows = await db.selectFrom('config_value').selectAll().execute();
  return new Map(rows.map((row) => [settingKey(row.scope, row.scope_id, row.path), row.value]));
});

/** Reads settings for a store: its own value, its website's, the default scope's, the declared default. */
export function settingsReader(
  db: Db,
  store: Pick<StoreScope, 'id' | 'websiteId'>,
  declared: ReadonlyMap<string, Setting>,
): SettingsReader {
  const text = (path: string): string | null => {
    const stored = db.snapshot(settingsSnapshot);
    if (stored.size > 0) {
      for (const key of [
        settingKey('stores', store.id, path),
        settingKey('websites', store.websiteId, path),
        settingKey('default', 0, path),
      ]) {
        const value = stored.get(key);
        if (value !== undefined) return value;
      }
    }
    return declared.get(path)?.default ?? null;
  };
  return {
    text,
    get: <T extends SettingType>(entry: Setting<T>): SettingValues[T] =>
      settingValue(entry.type, text(entry.path) ?? entry.default),
    at: (other) => settingsReader(db, other, declared),
    declared,
  };
}

import type { Db } from '@tessera/database';
import type { SettingScope } from '@tessera/webapi';
import { settingsSnapshot } from './settings-reader.ts';

export interface SettingAt {
  readonly scope: SettingScope;
  /** Website or store id; 0 in the default scope. */
  readonly scopeId: number;
  readonly path: string;
}

/** Stores the value of one setting in one scope, in the stored form; every process sees it after the commit. */
export function writeSetting(db: Db, { scope, scopeId, path }: SettingAt, value: string): Promise<void> {
  return db.transaction(async (inside) => {
    await inside.query
      .insertInto('config_value')
      .values({ scope, scope_id: scopeId, path, value })
      .onConflict((conflict) => conflict.columns(['scope', 'scope_id', 'path']).doUpdateSet({ value }))
      .execute();
    await inside.touch(settingsSnapshot);
  });
}

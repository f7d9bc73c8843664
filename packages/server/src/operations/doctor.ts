import type { DatabaseLocation } from '@tessera/database';
import type { Module } from '@tessera/webapi';
import { checkDatabase } from './check-database.ts';
import { checkFolder, checkKeys } from './check-files.ts';
import { checkPasswords, checkPast, checkQueue, checkSecrets, checkSettings } from './check-installation.ts';
import type { Finding } from './finding.ts';

export interface Patient {
  readonly folder: string;
  readonly location: DatabaseLocation;
  /** `TESSERA_KEY`. */
  readonly environmentKeys: string | undefined;
  readonly modules: readonly Module[];
  readonly now: () => number;
}

/** Looks through an installation and changes nothing: folder, keys, database, schema, secrets, settings, queue, passwords. */
export async function examine({ folder, location, environmentKeys, modules, now }: Patient): Promise<Finding[]> {
  const { keys, findings: ofKeys } = checkKeys(folder, environmentKeys);
  const { database, findings: ofDatabase } = await checkDatabase(location, modules, now);
  const findings = [...checkFolder(folder, now), ...ofKeys, ...ofDatabase];
  if (database === null) return findings;
  try {
    return [
      ...findings,
      ...(await checkPast(database, now())),
      ...(keys.length > 0 ? [await checkSecrets(database, keys, modules)] : []),
      ...(await checkSettings(database, modules)),
      await checkQueue(database),
      ...(await checkPasswords(database)),
    ];
  } finally {
    await database.close();
  }
}

import type { DatabaseLocation } from '@tessera/database';
import type { Module } from '@tessera/webapi';
import { explain } from '../explain.ts';
import { checkDatabase } from './check-database.ts';
import { checkAccess, checkFolder, checkKeys } from './check-files.ts';
import { checkPasswords, checkPast, checkQueue, checkSecrets, checkSettings } from './check-installation.ts';
import { checkLetterCase } from './check-letter-case.ts';
import { type Finding, problem } from './finding.ts';

export interface Patient {
  readonly folder: string;
  readonly location: DatabaseLocation;
  /** `TESSERA_KEY`. */
  readonly environmentKeys: string | undefined;
  readonly modules: readonly Module[];
  readonly now: () => number;
}

/** Looks through an installation and changes nothing: folder, keys, database, schema, secrets, settings, queue, letter case, passwords. */
export async function examine({ folder, location, environmentKeys, modules, now }: Patient): Promise<Finding[]> {
  const { keys, findings: ofKeys } = checkKeys(folder, environmentKeys);
  const { database, findings: ofDatabase } = await checkDatabase(location, modules, now);
  const findings = [...checkFolder(folder, now), ...checkAccess(folder, location), ...ofKeys, ...ofDatabase];
  if (database === null) return findings;
  try {
    const checks: Readonly<Record<string, () => Promise<Finding | Finding[]>>> = {
      clock: () => checkPast(database, now()),
      secrets: async () => (keys.length > 0 ? checkSecrets(database, keys, modules) : []),
      settings: () => checkSettings(database, modules),
      queue: () => checkQueue(database, now()),
      letters: () => checkLetterCase(database),
      passwords: () => checkPasswords(database),
    };
    for (const [name, check] of Object.entries(checks)) findings.push(...(await outcome(name, check)));
    return findings;
  } finally {
    await database.close();
  }
}

/** A check that cannot be made is a finding as well, and the others go on. */
async function outcome(name: string, check: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  try {
    return [await check()].flat();
  } catch (error) {
    return [problem(name, `This cannot be checked: ${explain(error)}`)];
  }
}

import { randomUUID } from 'node:crypto';
import { rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseLocation } from '@tessera/database';
import { systemSentence } from '../explain.ts';
import { keyFile, keysAreInEnvironment, loadKeys } from '../keys/key-file.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const MEGABYTE = 1024 * 1024;
const LITTLE_SPACE_MB = 200;
const CLOCK_TOLERANCE_MS = 2000;

/** The folder of the installation: writable, with space left, on a file system whose clock is ours. */
export function checkFolder(folder: string, now: () => number): Finding[] {
  const probe = join(folder, `.doctor-${randomUUID()}`);
  try {
    const before = now();
    writeFileSync(probe, 'probe');
    const written = statSync(probe).mtimeMs;
    const { bavail, bsize } = statfsSync(folder);
    const free = Math.floor((bavail * bsize) / MEGABYTE);
    const late = Math.round(Math.max(before - written, written - now(), 0) / 1000);
    return [
      free < LITTLE_SPACE_MB
        ? warning('folder', `Only ${free} MB are left for ${folder}.`)
        : ok('folder', `${folder} can be written; ${free} MB are left.`),
      late * 1000 > CLOCK_TOLERANCE_MS
        ? problem('clock', `The clock and the file system of ${folder} are ${late} seconds apart.`)
        : ok('clock', 'The clock and the file system agree.'),
    ];
  } catch (error) {
    return [problem('folder', `${folder} cannot be written: ${systemSentence(error)}`)];
  } finally {
    rmSync(probe, { force: true });
  }
}

/** Folder and database hold hashes of passwords and what customers are called. Whom a group is for, its owner knows. */
export const checkAccess = (folder: string, location: DatabaseLocation): Finding[] =>
  [
    { check: 'folder', path: folder, advice: '700' },
    ...(location.dialect === 'sqlite' ? [{ check: 'database', path: location.file, advice: '600' }] : []),
  ].flatMap(({ check, path, advice }) => {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
    return (mode & 0o004) === 0
      ? []
      : [warning(check, `Others can read ${path} (mode ${modeText(mode)}). Better: chmod ${advice} ${path}`)];
  });

const modeText = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0');

/** The master keys: there, sound, and readable by their owner only. */
export function checkKeys(
  folder: string,
  environment: string | undefined,
): { keys: readonly Buffer[]; findings: Finding[] } {
  const file = keyFile(folder);
  const inEnvironment = keysAreInEnvironment(environment);
  try {
    const keys = loadKeys(folder, environment);
    if (keys === null)
      return { keys: [], findings: [problem('key', `${file} is missing. Without it no stored secret can be read.`)] };
    const mode = inEnvironment ? 0o600 : statSync(file).mode & 0o777;
    return {
      keys,
      findings: [
        (mode & 0o077) !== 0
          ? problem('key', `Others can read ${file} (mode ${modeText(mode)}). Do: chmod 600 ${file}`)
          : ok(
              'key',
              `${keys.length} master key${keys.length === 1 ? '' : 's'} from ${inEnvironment ? 'TESSERA_KEY' : file}.`,
            ),
      ],
    };
  } catch (error) {
    return { keys: [], findings: [problem('key', (error as Error).message)] };
  }
}

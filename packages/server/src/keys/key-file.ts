import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const MIN_BYTES = 32;

/** Where the master keys are kept, unless the environment gives them. */
export const keyFile = (varFolder: string): string => join(varFolder, 'key');
export const keysAreInEnvironment = (environment: string | undefined): environment is string =>
  environment !== undefined && environment.trim() !== '';

/**
 * The master keys, the oldest first: from `TESSERA_KEY` (base64 or hex, several separated by commas), else from the
 * file `key` in the var folder.
 * @returns null where there is no such file
 * @throws Error naming what is wrong with a key, never the key
 */
export function loadKeys(varFolder: string, environment: string | undefined): readonly Buffer[] | null {
  if (keysAreInEnvironment(environment)) return parseKeys(environment, 'TESSERA_KEY');
  return existsSync(keyFile(varFolder)) ? readKeys(varFolder) : null;
}

/**
 * Makes the key file of a new installation, readable by its owner only. One in use is never given another key: whatever
 * that encrypted or signed, the servers that have the right one could not read.
 * @throws Error where the installation is in use already
 */
export function makeKey(varFolder: string, inUse: boolean): readonly Buffer[] {
  const file = keyFile(varFolder);
  if (inUse && !existsSync(file))
    throw new Error(
      `The key file ${file} is missing, and the database is in use with another key: put the file there, or name its folder in TESSERA_VAR, or give the key in TESSERA_KEY.`,
    );
  try {
    const target = linkTarget(file);
    writeFileSync(target, newKeyLine(), { mode: 0o600, flag: 'wx' });
    chmodSync(target, 0o600);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readKeys(varFolder);
}

/** The master keys of the key file. @throws the system's error where it cannot be read, Error for a bad key */
export const readKeys = (varFolder: string): readonly Buffer[] =>
  parseKeys(readFileSync(keyFile(varFolder), 'utf8'), keyFile(varFolder));

/** Where a link leads to, even if nothing is there yet; the file itself where it is none. */
function linkTarget(file: string): string {
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? resolve(dirname(file), readlinkSync(file)) : file;
}

const newKeyLine = (): string => `${randomBytes(MIN_BYTES).toString('base64')}\n`;

/**
 * Appends a new key, which signs and encrypts from then on. The file is replaced as a whole, so that nobody ever reads
 * half of it, and it is on the disk before anything is encrypted with the key. Where the key file is a link, what it
 * leads to is replaced: others may use that as well. Whoever could read the old file can read the new one.
 * @throws Error when another rotation is under way, and for a file of another user that could not be left to him
 */
export function addKey(varFolder: string): void {
  const file = realpathSync(keyFile(varFolder));
  const fresh = `${file}.new`;
  let handle: number;
  try {
    handle = openSync(fresh, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Error(`${fresh} exists: another rotation is under way, or was interrupted. Remove it if there is none.`);
  }
  try {
    const known = readFileSync(file, 'utf8');
    writeFileSync(handle, `${known.trimEnd()}\n${newKeyLine()}`);
    takeOver(handle, file);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** Gives an open file owner, group and mode of another. @throws Error where those who may read that could not read it */
function takeOver(handle: number, file: string): void {
  const { uid, gid, mode } = statSync(file);
  const readsByGroup = (mode & 0o040) !== 0;
  const mine = fstatSync(handle);
  try {
    if (mine.uid !== uid) fchownSync(handle, uid, gid);
    else if (mine.gid !== gid && readsByGroup) fchownSync(handle, -1, gid);
  } catch (cause) {
    throw new Error(`${file} belongs to the user ${uid} and the group ${gid}: rotate the key as that user.`, { cause });
  }
  fchmodSync(handle, mode & 0o777);
}

function parseKeys(text: string, where: string): readonly Buffer[] {
  const keys = text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => (/^[0-9a-f]{64,}$/i.test(entry) ? Buffer.from(entry, 'hex') : Buffer.from(entry, 'base64')));
  if (keys.length === 0) throw new Error(`${where} holds no key`);
  keys.forEach((key, index) => {
    if (key.length < MIN_BYTES)
      throw new Error(`key ${index + 1} in ${where} is shorter than ${MIN_BYTES} bytes (give base64 or hex)`);
  });
  return keys;
}

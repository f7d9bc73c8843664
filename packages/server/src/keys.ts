import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MIN_BYTES = 32;

/**
 * The master keys, the oldest first: from `TESSERA_KEY` (base64 or hex, several separated by commas), else from the
 * file `key` in the var folder, which is made at the first start and readable by its owner only.
 * @throws Error naming what is wrong with a key, never the key
 */
export function loadKeys(varFolder: string, environment: string | undefined): readonly Buffer[] {
  const file = join(varFolder, 'key');
  if (environment !== undefined && environment.trim() !== '') return parseKeys(environment, 'TESSERA_KEY');
  if (!existsSync(file)) {
    writeFileSync(file, `${randomBytes(MIN_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  return parseKeys(readFileSync(file, 'utf8'), file);
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

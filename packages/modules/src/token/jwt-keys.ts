import { hkdfSync } from 'node:crypto';

const KEY_BYTES = 64;
const derived = new WeakMap<readonly Buffer[], readonly Buffer[]>();

/** The keys that sign tokens, derived from the master keys under a label of their own (RFC 5869), in the same order. */
export function jwtKeys(masterKeys: readonly Buffer[]): readonly Buffer[] {
  let keys = derived.get(masterKeys);
  if (keys === undefined) {
    keys = masterKeys.map((key) => Buffer.from(hkdfSync('sha256', key, '', 'tessera access tokens', KEY_BYTES)));
    derived.set(masterKeys, keys);
  }
  return keys;
}

import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { renewed } from './key-renewal.ts';

/** A stored secret that cannot be read: its key is not configured, or it was changed or moved. Never names the secret. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
}

interface DerivedKey {
  readonly id: string;
  /** An object, since Node imports a key given as bytes anew for every use, which takes longer than to encrypt. */
  readonly key: KeyObject;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const derived = new WeakMap<Buffer, DerivedKey>();
/** The master key also signs tokens, so what encrypts is derived from it (HKDF, RFC 5869), and so is the id that is shown. */
function deriveKey(master: Buffer): DerivedKey {
  let known = derived.get(master);
  if (known === undefined) {
    const from = (purpose: string, bytes: number): Buffer =>
      Buffer.from(hkdfSync('sha256', master, '', `tessera secret-box ${VERSION} ${purpose}`, bytes));
    known = { id: from('key id', 6).toString('hex'), key: createSecretKey(from('key', 32)) };
    derived.set(master, known);
  }
  return known;
}

function newest(keys: readonly Buffer[]): DerivedKey {
  const master = keys.at(-1);
  if (master === undefined) throw new SecretUnreadable('there is no key to encrypt with');
  return deriveKey(master);
}

/**
 * Encrypts a secret for storage (AES-256-GCM): `v1.<key id>.<base64url of iv, ciphertext and tag>`.
 * @param keys master keys, the oldest first; the last one encrypts
 * @param context where the secret belongs, for example `oauth_token.secret:17`; it cannot be decrypted elsewhere
 */
export function encryptSecret(keys: readonly Buffer[], text: string, context: string): string {
  const { id, key } = newest(keys);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const bytes = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${id}.${bytes.toString('base64url')}`;
}

/**
 * Decrypts what `encryptSecret` made.
 * @throws SecretUnreadable when none of the keys made it, or it was changed, or belongs to another context
 */
export function decryptSecret(keys: readonly Buffer[], box: string, context: string): string {
  const [version, id, body, more] = box.split('.');
  if (version !== VERSION || id === undefined || body === undefined || more !== undefined)
    throw new SecretUnreadable(`the secret of ${context} is in a form that this version does not know`);
  const madeBy = (candidates: readonly Buffer[]) => candidates.map(deriveKey).find((entry) => entry.id === id);
  const made = madeBy(keys) ?? madeBy(renewed(keys));
  if (made === undefined)
    throw new SecretUnreadable(`the secret of ${context} was encrypted with key ${id}, which is not configured`);
  const bytes = Buffer.from(body, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', made.key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new SecretUnreadable(`the secret of ${context} was changed or belongs elsewhere`, { cause });
  }
}

/** Whether a stored secret was not made with the newest key, so that an older key could not be retired yet. */
export function needsReencryption(keys: readonly Buffer[], box: string): boolean {
  return !box.startsWith(`${VERSION}.${newest(keys).id}.`);
}

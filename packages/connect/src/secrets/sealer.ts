import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** 32 bytes, or their text in hexadecimal (64 characters) or base64 (44). */
export type SecretKey = string | Uint8Array;

/** Encrypts and decrypts small objects with the application's key. */
export interface Sealer {
  /** @param context what the value belongs to; the same text must be given to open it, so that rows cannot be swapped */
  readonly seal: (value: object, context: string) => string;
  /** @throws Error when the key is not known, or the text was changed or belongs to another context */
  readonly open: <T extends object>(sealed: string, context: string) => T;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM by one or several keys: the first encrypts, all of them decrypt, so that a key can be changed.
 *
 * The sealed text is `1.KEY.DATA`: the version, 8 hexadecimal characters that tell the key, and initialisation vector,
 * tag and ciphertext in base64url.
 * @throws TypeError when a key is not 32 bytes long
 */
export function createSealer(keys: SecretKey | readonly SecretKey[]): Sealer {
  const list = (Array.isArray(keys) ? (keys as readonly SecretKey[]) : [keys as SecretKey]).map(keyBytes);
  const [first] = list;
  if (first === undefined) throw new TypeError('At least one secretKey is needed.');
  const byName = new Map(list.map((key) => [keyName(key), key]));
  return {
    seal: (value, context) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', first, iv).setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
      return `1.${keyName(first)}.${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`;
    },
    open: (sealed, context) => {
      const [version, name = '', data = ''] = sealed.split('.');
      const key = byName.get(name);
      if (version !== '1' || key === undefined)
        throw new Error('The secrets were encrypted with a key that is not known.');
      const bytes = Buffer.from(data, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      return JSON.parse(text.toString());
    },
  };
}

function keyBytes(key: SecretKey): Buffer {
  const bytes =
    typeof key !== 'string' ? Buffer.from(key) : Buffer.from(key, /^[\da-f]{64}$/i.test(key) ? 'hex' : 'base64');
  if (bytes.length !== 32) throw new TypeError('secretKey must be 32 bytes: openssl rand -base64 32');
  return bytes;
}

const keyName = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

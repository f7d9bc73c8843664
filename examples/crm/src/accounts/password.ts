import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
/** OWASP's minimum for argon2id: 19 MiB, two passes. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const hashOf = (password: string, nonce: Buffer): Promise<Buffer> =>
  derive('argon2id', { message: password.normalize('NFC'), nonce, ...COST });

/** The salt and the argon2id hash of a password, as `salt.hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await hashOf(password, salt)).toString('base64url')}`;
}

/** Whether a password fits; takes as long where there is no hash, so that the time does not tell who has an account. */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  const [salt = '', expected = ''] = (hash ?? `${'A'.repeat(22)}.${'A'.repeat(43)}`).split('.');
  const given = await hashOf(password, Buffer.from(salt, 'base64url'));
  return timingSafeEqual(given, Buffer.from(expected, 'base64url')) && hash !== null;
}

import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

interface Cost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP's minimum for argon2id; about 30 ms of one core. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
const tagOf = (password: string, salt: Buffer, length: number, cost: Cost): Promise<Buffer> =>
  derive('argon2id', { message: password, nonce: salt, tagLength: length, ...cost });

/** Hashes a password with a fresh salt; the answer is a PHC string (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await tagOf(password, salt, HASH_BYTES, COST);
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Costs that are computed for a hash that was made elsewhere: at most about ten times our own. */
export const LARGEST_COST: Cost = { memory: 65_536, passes: 5, parallelism: 4 };
/** KiB for each lane (RFC 9106 section 3.1). */
const LEAST_MEMORY = 8;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

const isComputed = ({ memory, passes, parallelism }: Cost): boolean =>
  parallelism >= 1 &&
  parallelism <= LARGEST_COST.parallelism &&
  passes >= 1 &&
  passes <= LARGEST_COST.passes &&
  memory >= LEAST_MEMORY * parallelism &&
  memory <= LARGEST_COST.memory;

interface ReadableHash {
  readonly cost: Cost;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

/** What a PHC string says, null for another form or a cost that nobody is to make us pay. */
function readHash(hash: string): ReadableHash | null {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(hash) ?? [];
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return isComputed(cost) ? { cost, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') } : null;
}

const LONGEST_HASH = 255;

/**
 * Whether a hash that was made elsewhere can be stored. One in PHC form has to be one that we compare with; texts of
 * other forms, such as `hash:salt:version`, can be kept although they fit no password.
 */
export const isStorableHash = (hash: string): boolean =>
  hash.length <= LONGEST_HASH && (!hash.startsWith('$') || readHash(hash) !== null);

/**
 * Whether a password fits a hash. A hash of another form or of a cost out of bounds fits nothing, but takes as long, so
 * that the time does not tell whether an account exists or has a password.
 */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const known = readHash(hash);
  if (known === null) {
    await tagOf(password, Buffer.alloc(SALT_BYTES), HASH_BYTES, COST);
    return false;
  }
  return timingSafeEqual(await tagOf(password, known.salt, known.tag.length, known.cost), known.tag);
}

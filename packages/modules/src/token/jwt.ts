import { createHmac, timingSafeEqual } from 'node:crypto';

/** The algorithms of the setting `webapi/jwtauth/jwt_alg`, and the hash that each one uses (RFC 7518, 3.2). */
export const ALGORITHMS = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;
export type Algorithm = keyof typeof ALGORITHMS;

/** Claims of an access token (behaviour B11); times in seconds since the epoch. */
export interface TokenClaims {
  readonly uid: number;
  /** 2 admin, 3 customer. */
  readonly utypid: number;
  readonly iat: number;
  readonly exp: number;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signatureOf = (signed: string, key: Buffer, algorithm: Algorithm): string =>
  createHmac(ALGORITHMS[algorithm], key).update(signed).digest('base64url');

/**
 * Issues a token in compact form. The last key signs; `kid` is its number from 1, and there is no `typ` (observed).
 * @param keys at least one
 */
export function signToken(
  { uid, utypid, iat, exp }: TokenClaims,
  keys: readonly Buffer[],
  algorithm: Algorithm,
): string {
  const key = keys.at(-1);
  if (key === undefined) throw new Error('there is no key to sign tokens with');
  const signed = `${encode({ kid: String(keys.length), alg: algorithm })}.${encode({ uid, utypid, iat, exp })}`;
  return `${signed}.${signatureOf(signed, key, algorithm)}`;
}

/** Longer than any token that we issue. */
const LONGEST = 1024;
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

function parse(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Reads a token that was signed with one of the keys and exactly this algorithm. Whether it has expired or was revoked
 * is for the caller to decide.
 * @returns the claims; null for everything else, such as another algorithm, `none`, a changed part or a missing claim
 */
export function readToken(token: string, keys: readonly Buffer[], algorithm: Algorithm): TokenClaims | null {
  if (token.length > LONGEST) return null;
  const [, header, claims, signature] = COMPACT.exec(token) ?? [];
  if (header === undefined || claims === undefined || signature === undefined) return null;
  const { alg, kid } = parse(header) ?? {};
  const key = typeof kid === 'string' && /^[1-9]\d{0,3}$/.test(kid) ? keys[Number(kid) - 1] : undefined;
  if (alg !== algorithm || key === undefined) return null;
  // Texts are compared, not bytes: base64 has several spellings of the same bytes, and only one of them is ours.
  const expected = Buffer.from(signatureOf(`${header}.${claims}`, key, algorithm));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const { uid, utypid, iat, exp } = parse(claims) ?? {};
  return isWhole(uid) && isWhole(utypid) && isWhole(iat) && isWhole(exp) ? { uid, utypid, iat, exp } : null;
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { epochSeconds } from '@tessera/database';
import { type Call, problem, type WebapiError } from '@tessera/webapi';
import { resetLinkHours } from '../settings.ts';

export const resetTokenMismatched = problem(
  'password_token_mismatched',
  400,
  'The password token is mismatched. Reset and try again.',
  'The token of a password reset is wrong or was used already.',
);
export const resetTokenExpired = problem(
  'password_token_expired',
  400,
  'The password token is expired. Reset and try again.',
  'The token of a password reset is older than `customer/password/reset_link_expiration_period`.',
);

const TOKEN_BYTES = 16;
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A new key or token: 32 characters, 128 random bits. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('hex');

/** Whether two secrets are the same, in a time that does not tell where they differ. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(hashOfToken(one)), Buffer.from(hashOfToken(other)));

interface StoredToken {
  readonly reset_token_hash: string | null;
  readonly reset_token_at: number | null;
}

/** Columns of a customer for whom no reset is under way. */
export const NO_TOKEN: StoredToken = Object.freeze({ reset_token_hash: null, reset_token_at: null });

/** A token in the form in which a customer keeps it. */
export const storedToken = (call: Call, token: string): StoredToken => ({
  reset_token_hash: hashOfToken(token),
  reset_token_at: epochSeconds(call.now()),
});

/** What is wrong with a token that a client sends, null where it is good. */
export function resetTokenProblem(call: Call, stored: StoredToken, token: string): WebapiError | null {
  if (stored.reset_token_hash === null || !sameSecret(stored.reset_token_hash, hashOfToken(token)))
    return resetTokenMismatched();
  const until = (stored.reset_token_at ?? 0) + call.settings.get(resetLinkHours) * 3600;
  return until <= epochSeconds(call.now()) ? resetTokenExpired() : null;
}

import { hash, randomBytes } from 'node:crypto';
import { decryptSecret, encryptSecret } from '../../encryption/secret-box.ts';

/** Length of keys, tokens, secrets and verifiers (behaviour C22). */
export const SECRET_LENGTH = 32;
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
/** The largest multiple of 36 that fits into a byte: what is above would favour the first characters. */
const FAIR = 252;

/** 32 random characters of `[0-9a-z]`, 165 bits. */
export function randomSecret(): string {
  let text = '';
  while (text.length < SECRET_LENGTH) {
    for (const byte of randomBytes(SECRET_LENGTH + 8)) {
      if (byte < FAIR && text.length < SECRET_LENGTH) text += ALPHABET[byte % ALPHABET.length];
    }
  }
  return text;
}

/** Whether a text can be a key or token of ours at all; anything else need not be looked up. */
export const looksIssued = (text: string): boolean => /^[0-9a-z]{32}$/.test(text);

/**
 * By what a token is looked up. Tokens have 165 random bits, so that a plain hash cannot be reversed; and since an
 * attacker cannot steer the hash, the time of the look-up says nothing about the token.
 */
export const tokenHash = (token: string): string => hash('sha256', token, 'base64url');

/** A token with its secret, as the client gets them. */
export interface TokenPair {
  readonly token: string;
  readonly secret: string;
}
/** The columns of a token; the secrets are bound to the token's hash. */
export interface SealedPair {
  readonly token_hash: string;
  readonly token: string;
  readonly secret: string;
}

/** How a token and its secret are stored. */
export function sealTokenPair(keys: readonly Buffer[], { token, secret }: TokenPair): SealedPair {
  const token_hash = tokenHash(token);
  return {
    token_hash,
    token: encryptSecret(keys, token, `oauth_token.token:${token_hash}`),
    secret: encryptSecret(keys, secret, `oauth_token.secret:${token_hash}`),
  };
}

/** A new token with its secret. */
export const newTokenPair = (): TokenPair => ({ token: randomSecret(), secret: randomSecret() });

/** Reads both again. @throws SecretUnreadable */
export const openTokenPair = (keys: readonly Buffer[], row: SealedPair): TokenPair => ({
  token: decryptSecret(keys, row.token, `oauth_token.token:${row.token_hash}`),
  secret: openTokenSecret(keys, row),
});
export const openTokenSecret = (keys: readonly Buffer[], row: Omit<SealedPair, 'token'>): string =>
  decryptSecret(keys, row.secret, `oauth_token.secret:${row.token_hash}`);

export const sealVerifier = (keys: readonly Buffer[], verifier: string, consumerId: number): string =>
  encryptSecret(keys, verifier, `oauth_token.verifier:${consumerId}`);
export const openVerifier = (keys: readonly Buffer[], box: string, consumerId: number): string =>
  decryptSecret(keys, box, `oauth_token.verifier:${consumerId}`);

export const sealConsumerSecret = (keys: readonly Buffer[], secret: string, consumerKey: string): string =>
  encryptSecret(keys, secret, `oauth_consumer.secret:${consumerKey}`);
export const openConsumerSecret = (keys: readonly Buffer[], box: string, consumerKey: string): string =>
  decryptSecret(keys, box, `oauth_consumer.secret:${consumerKey}`);

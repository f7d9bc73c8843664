import { LRUCache } from 'lru-cache';
import { type Algorithm, readToken, type TokenClaims } from './jwt.ts';
import { jwtKeys } from './jwt-keys.ts';

/**
 * Tokens that were found good, so that a client which sends the same one again costs a look-up instead of an HMAC.
 * Holds a bounded number, those used last. Only the signature is remembered: expiry and revocation are checked each time.
 */
export class VerifiedTokens {
  readonly #claims: LRUCache<string, TokenClaims>;
  readonly #keys: readonly Buffer[];
  readonly #algorithm: Algorithm;

  constructor(keys: readonly Buffer[], algorithm: Algorithm, size: number) {
    this.#keys = keys;
    this.#algorithm = algorithm;
    this.#claims = new LRUCache({ max: size });
  }

  /** The claims of a token with a good signature, null for any other. */
  read(token: string): TokenClaims | null {
    const known = this.#claims.get(token);
    if (known !== undefined) return known;
    const claims = readToken(token, this.#keys, this.#algorithm);
    if (claims !== null) this.#claims.set(token, claims);
    return claims;
  }
}

const SIZE = 10_000;
const byKeys = new WeakMap<readonly Buffer[], Map<Algorithm, VerifiedTokens>>();

/** The verified tokens of an application, told apart by its master keys, and of one algorithm. */
export function verifiedTokens(masterKeys: readonly Buffer[], algorithm: Algorithm): VerifiedTokens {
  let byAlgorithm = byKeys.get(masterKeys);
  if (byAlgorithm === undefined) {
    byAlgorithm = new Map();
    byKeys.set(masterKeys, byAlgorithm);
  }
  let tokens = byAlgorithm.get(algorithm);
  if (tokens === undefined) {
    tokens = new VerifiedTokens(jwtKeys(masterKeys), algorithm, SIZE);
    byAlgorithm.set(algorithm, tokens);
  }
  return tokens;
}

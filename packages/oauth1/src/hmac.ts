import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { percentEncode } from './percent-encoding.ts';
import type { Secrets, SignatureMethod } from './request.ts';

/** The only file that knows node:crypto. */

/** The key of RFC 5849 section 3.4.2: both secrets percent-encoded, joined by `&`, which is there without a token too. */
export function signingKey({ consumerSecret, tokenSecret = '' }: Secrets): string {
  return `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`;
}

/** The keyed hash of a text (UTF-8), in base64 unless told otherwise. */
export function hmac(method: SignatureMethod, key: string, text: string, form: 'base64' | 'hex' = 'base64'): string {
  return createHmac(method === 'HMAC-SHA1' ? 'sha1' : 'sha256', key)
    .update(text)
    .digest(form);
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function equalInConstantTime(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  if (a.length === b.length) return timingSafeEqual(a, b);
  timingSafeEqual(a, a);
  return false;
}

/** 32 random characters of `[0-9a-f]`: what fits into Magento's nonce column. */
export function randomNonce(): string {
  return randomBytes(16).toString('hex');
}

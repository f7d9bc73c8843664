import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds for which a code holds (RFC 6238 section 4.1). */
const STEP = 30;
const DIGITS = 6;
/** Steps by which clocks may differ, to either side (section 5.2). */
const DRIFT = 1;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648 section 6), as authenticator apps take secrets. */
export function base32(bytes: Buffer): string {
  let [text, buffer, bits] = ['', 0, 0];
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(buffer >> bits) & 31];
    }
  }
  return bits > 0 ? text + ALPHABET[(buffer << (5 - bits)) & 31] : text;
}

/** The code of a step (RFC 4226 section 5.3). */
export function codeOf(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0');
}

/**
 * The step for which a code is right, null where there is none.
 * @param now seconds since the epoch
 */
export function stepOf(secret: Buffer, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const given = Buffer.from(code);
  const current = Math.floor(now / STEP);
  for (let step = current - DRIFT; step <= current + DRIFT; step++)
    if (timingSafeEqual(Buffer.from(codeOf(secret, step)), given)) return step;
  return null;
}

/** What an authenticator app reads from the QR code. */
export const otpauthUri = (secret: Buffer, issuer: string, account: string): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?${new URLSearchParams({
    secret: base32(secret),
    issuer,
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: String(STEP),
  })}`;

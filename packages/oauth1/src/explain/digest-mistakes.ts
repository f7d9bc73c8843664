import { percentEncode } from '../percent-encoding.ts';
import { type Mistake, mistake } from './mistake.ts';

/** Mistakes in the hash and in how it is written. */
export function digestMistakes(): Mistake[] {
  return [
    mistake(
      'algorithm-differs',
      'The signature was made with the other hash than oauth_signature_method says (HMAC-SHA1 against HMAC-SHA256).',
      ({ algorithm }) => ({ algorithm: algorithm === 'HMAC-SHA1' ? 'HMAC-SHA256' : 'HMAC-SHA1' }),
    ),
    mistake('digest-in-hex', 'The digest is written in hexadecimal; base64 is asked for.', { digest: 'hex' }),
    mistake(
      'digest-base64-of-hex',
      'The hexadecimal digest was turned into base64; the raw bytes of the digest must be.',
      { digest: 'hex', wrap: btoa },
    ),
    mistake('digest-padding-missing', 'The "=" at the end of the base64 is missing.', {
      wrap: (digest) => digest.replace(/=+$/, ''),
    }),
    mistake('digest-base64url', 'The digest is in base64url; base64 with "+", "/" and "=" is asked for.', {
      wrap: (digest) => digest.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
    }),
    mistake('signature-encoded-twice', 'The signature was percent-encoded twice.', { wrap: percentEncode }),
    mistake(
      'signature-plus-lost',
      'A "+" of the signature arrived as a blank; it must be sent percent-encoded, as %2B.',
      { wrap: (digest) => digest.replaceAll('+', ' ') },
    ),
  ];
}

import { baseStringCandidates, type Candidate } from './candidates.ts';
import { equalInConstantTime, hmac, signingKey } from './hmac.ts';
import type { Rule, Secrets, SignatureMethod, SignedRequest } from './request.ts';
import { isAllowedMethod } from './signature-method.ts';

/** Whether a signature is good and, if so, by which rule it was made. */
export type Verification =
  | { readonly ok: true; readonly rule: Rule | 'mixed'; readonly candidate: Candidate }
  | { readonly ok: false };

const REFUSED: Verification = { ok: false };

/**
 * Holds the signature in `request.oauth` against the base strings that a signer in the field may have used.
 * Nothing but the signature is looked at: not the version, the timestamp or the nonce.
 *
 * @param secrets the two secrets, or the key that {@link signingKey} made of them
 * @param options.methods the signature methods allowed; HMAC-SHA1 and HMAC-SHA256 unless told otherwise
 */
export function verify(
  request: SignedRequest,
  secrets: Secrets | string,
  options: { readonly methods?: readonly SignatureMethod[] } = {},
): Verification {
  const { oauth_signature: signature, oauth_signature_method: method } = request.oauth;
  if (signature === undefined || !isAllowedMethod(method, options.methods)) return REFUSED;
  const key = typeof secrets === 'string' ? secrets : signingKey(secrets);
  for (const candidate of baseStringCandidates(request)) {
    if (equalInConstantTime(hmac(method, key, candidate.baseString), signature)) {
      return { ok: true, rule: candidate.rule, candidate };
    }
  }
  return REFUSED;
}

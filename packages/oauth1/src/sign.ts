import { baseString } from './base-string.ts';
import { hmac, signingKey } from './hmac.ts';
import type { Rule, Secrets, SignatureMethod, SignedRequest } from './request.ts';

/**
 * The signature of a request, in base64. The method must also stand in `request.oauth.oauth_signature_method`.
 *
 * @param options.rule by which base string; `rfc5849` unless told otherwise
 */
export function sign(
  request: SignedRequest,
  options: Secrets & { readonly method: SignatureMethod; readonly rule?: Rule },
): string {
  return hmac(options.method, signingKey(options), baseString(request, options.rule ?? 'rfc5849'));
}

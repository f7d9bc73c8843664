import { authorizationHeader } from './authorization-header.ts';
import { baseString } from './base-string.ts';
import { hmac, randomNonce, signingKey } from './hmac.ts';
import { type ProtocolParameters, type Rule, requestUrl, type Secrets, type SignatureMethod } from './request.ts';

/** Who signs. Without a token: the first step of the handshake; with a verifier: its second. */
export interface Credentials extends Secrets {
  readonly consumerKey: string;
  readonly token?: string;
  readonly verifier?: string;
}

export interface SignerOptions {
  /** HMAC-SHA256 unless told otherwise, the only one that Magento from 2.4.4 on takes. */
  readonly signatureMethod?: SignatureMethod;
  /** `rfc5849` unless told otherwise. Magento 2.4.4 to 2.4.7 needs `magento`; Tessera takes both. */
  readonly rule?: Rule;
  /** The time in seconds since 1970. */
  readonly clock?: () => number;
  /** A text that is never given twice. */
  readonly nonce?: () => string;
}

/** A form-encoded body, in any of the shapes in which it is built. */
export type Form = string | URLSearchParams | Readonly<Record<string, string>>;

/**
 * Makes a function that signs requests and returns the value of their Authorization header.
 *
 * It takes the method, the absolute URL and, only for a form-encoded body, that body.
 * It throws a TypeError when the URL is not absolute.
 */
export function createSigner(
  credentials: Credentials,
  options: SignerOptions = {},
): (method: string, url: string | URL, form?: Form) => string {
  const { signatureMethod = 'HMAC-SHA256', rule = 'rfc5849' } = options;
  const { clock = () => Math.floor(Date.now() / 1000), nonce = randomNonce } = options;
  const { consumerKey, token, verifier } = credentials;
  const key = signingKey(credentials);
  return (method, url, form) => {
    const oauth: ProtocolParameters = {
      oauth_consumer_key: consumerKey,
      ...(token === undefined ? {} : { oauth_token: token }),
      oauth_signature_method: signatureMethod,
      oauth_timestamp: String(clock()),
      oauth_nonce: nonce(),
      oauth_version: '1.0',
      ...(verifier === undefined ? {} : { oauth_verifier: verifier }),
    };
    const request = {
      method,
      url: requestUrl(url),
      oauth,
      ...(form === undefined
        ? {}
        : { formBody: typeof form === 'string' ? form : new URLSearchParams(form).toString() }),
    };
    const signature = hmac(signatureMethod, key, baseString(request, rule));
    return authorizationHeader({ ...oauth, oauth_signature: signature });
  };
}

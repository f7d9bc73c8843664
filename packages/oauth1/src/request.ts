/** The signature methods that exist here. PLAINTEXT and RSA-SHA1 are left out on purpose. */
export type SignatureMethod = 'HMAC-SHA1' | 'HMAC-SHA256';

/** How the parameters of a request are put into the base string: by the RFC, or as Magento 2 does it. */
export type Rule = 'rfc5849' | 'magento';

/** The `oauth_*` parameters of one request, decoded. An object without prototype; an absent one is `undefined`. */
export interface ProtocolParameters {
  readonly oauth_consumer_key?: string;
  readonly oauth_token?: string;
  readonly oauth_signature_method?: string;
  readonly oauth_signature?: string;
  readonly oauth_timestamp?: string;
  readonly oauth_nonce?: string;
  readonly oauth_version?: string;
  readonly oauth_verifier?: string;
  readonly oauth_callback?: string;
  readonly [name: string]: string | undefined;
}

/** A request's address as it was on the wire: nothing decoded, nothing tidied. */
export interface RequestUrl {
  readonly scheme: string;
  /** The Host header, with its port if it had one: `shop.example:8443`. */
  readonly host: string;
  /** `/rest/V1/products/a%2Fb` */
  readonly rawPath: string;
  /** Without the question mark; empty when there is none. */
  readonly rawQuery: string;
}

/** All that a signature covers. */
export interface SignedRequest {
  readonly method: string;
  readonly url: RequestUrl;
  readonly oauth: ProtocolParameters;
  /** The body, only if its Content-Type is `application/x-www-form-urlencoded`. JSON and XML are never signed. */
  readonly formBody?: string;
}

/** The two shared secrets, unencoded. Before there is a token, `tokenSecret` is left out or empty. */
export interface Secrets {
  readonly consumerSecret: string;
  readonly tokenSecret?: string;
}

/**
 * Takes an absolute URL apart in the form in which an HTTP client sends it.
 *
 * @param url an absolute http or https URL; a string is first read as the URL Standard says
 * @throws TypeError when a string is not an absolute URL
 */
export function requestUrl(url: string | URL): RequestUrl {
  const { protocol, host, pathname, search } = typeof url === 'string' ? new URL(url) : url;
  return { scheme: protocol.slice(0, -1), host, rawPath: pathname, rawQuery: search.slice(1) };
}

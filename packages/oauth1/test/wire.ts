import type { ProtocolParameters, RequestUrl, SignatureMethod, SignedRequest } from '../src/index.ts';

const URL_ON_THE_WIRE = /^(\w+):\/\/([^/?]+)([^?]*)\??(.*)$/s;

/** Splits a URL without touching it, as a server sees it that never decodes anything. */
export function onTheWire(url: string): RequestUrl {
  const [, scheme = '', host = '', rawPath = '', rawQuery = ''] = URL_ON_THE_WIRE.exec(url) ?? [];
  return { scheme, host, rawPath, rawQuery };
}

export const secrets = { consumerSecret: 's'.repeat(32), tokenSecret: 'z'.repeat(32) };

export function protocolParameters(method: SignatureMethod = 'HMAC-SHA256'): ProtocolParameters {
  return {
    oauth_consumer_key: 'k'.repeat(32),
    oauth_token: 't'.repeat(32),
    oauth_signature_method: method,
    oauth_timestamp: '1700000000',
    oauth_nonce: '0123456789abcdef',
    oauth_version: '1.0',
  };
}

export function requestTo(url: string, method = 'GET', algorithm?: SignatureMethod): SignedRequest {
  return { method, url: onTheWire(url), oauth: protocolParameters(algorithm) };
}

/** The request with another signature in its parameters. */
export function withSignature(request: SignedRequest, signature: string): SignedRequest {
  return { ...request, oauth: { ...request.oauth, oauth_signature: signature } };
}

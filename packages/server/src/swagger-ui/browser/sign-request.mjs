// OAuth 1.0a (RFC 5849) in the browser: HMAC-SHA256 over the base string, with WebCrypto. Bodies of the Web API are JSON
// and never signed.

/** RFC 5849, section 3.6: everything but unreserved characters as %XX. */
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** The pairs of a query, a `+` being a plus. */
const queryPairs = (search) =>
  search
    .slice(1)
    .split('&')
    .filter((pair) => pair.includes('='))
    .map((pair) => {
      const at = pair.indexOf('=');
      return [decodeURIComponent(pair.slice(0, at)), decodeURIComponent(pair.slice(at + 1))];
    });

const byBytes = ([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1);

export function baseString(method, url, oauth) {
  const pairs = [...queryPairs(url.search), ...Object.entries(oauth)]
    .map(([name, value]) => [encode(name), encode(value)])
    .sort(byBytes)
    .map(([name, value]) => `${name}=${value}`);
  return [method.toUpperCase(), encode(`${url.origin}${url.pathname}`), encode(pairs.join('&'))].join('&');
}

export async function authorizationHeader({
  method,
  url,
  consumerKey,
  consumerSecret,
  token,
  tokenSecret,
  nonce,
  timestamp,
}) {
  const oauth = {
    oauth_consumer_key: consumerKey,
    oauth_nonce: nonce,
    oauth_signature_method: 'HMAC-SHA256',
    oauth_timestamp: String(timestamp),
    oauth_token: token,
    oauth_version: '1.0',
  };
  const bytes = new TextEncoder();
  const secret = bytes.encode(`${encode(consumerSecret)}&${encode(tokenSecret)}`);
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, bytes.encode(baseString(method, new URL(url), oauth)));
  const oauth_signature = btoa(String.fromCharCode(...new Uint8Array(signature)));
  const parts = Object.entries({ ...oauth, oauth_signature }).map(([name, value]) => `${name}="${encode(value)}"`);
  return `OAuth ${parts.join(', ')}`;
}

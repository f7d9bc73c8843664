import { signingKey } from '../hmac.ts';
import { percentEncode } from '../percent-encoding.ts';
import { type Mistake, mistake, type Situation } from './mistake.ts';

/** Mistakes in the signing key: RFC 5849 section 3.4.2. */
export function keyMistakes({ request, secrets, otherSecrets }: Situation): Mistake[] {
  const { consumerSecret, tokenSecret = '' } = secrets;
  const { oauth_consumer_key: consumerKey = '', oauth_token: token = '' } = request.oauth;
  const keyed = (code: string, text: string, key: string) => mistake(code, text, { key });
  return [
    keyed(
      'token-secret-left-out',
      'The token secret was taken for empty. The key is the consumer secret, "&" and the token secret.',
      signingKey({ consumerSecret }),
    ),
    keyed(
      'ampersand-missing',
      'The key lacks its "&". It stands between the two secrets, and behind the consumer secret when there is no token.',
      percentEncode(consumerSecret) + percentEncode(tokenSecret),
    ),
    keyed(
      'token-secret-and-ampersand-missing',
      'The key is the consumer secret alone. It must be followed by "&" and the token secret.',
      percentEncode(consumerSecret),
    ),
    keyed(
      'consumer-secret-left-out',
      'The consumer secret was taken for empty.',
      signingKey({ consumerSecret: '', tokenSecret }),
    ),
    keyed(
      'secrets-not-encoded',
      'The secrets went into the key without being percent-encoded.',
      `${consumerSecret}&${tokenSecret}`,
    ),
    keyed(
      'secrets-encoded-twice',
      'The secrets were percent-encoded twice.',
      signingKey({ consumerSecret: percentEncode(consumerSecret), tokenSecret: percentEncode(tokenSecret) }),
    ),
    keyed(
      'secrets-swapped',
      'The consumer secret and the token secret have changed places.',
      signingKey({ consumerSecret: tokenSecret, tokenSecret: consumerSecret }),
    ),
    keyed(
      'consumer-key-for-secret',
      'The consumer key was used in the place of the consumer secret.',
      signingKey({ consumerSecret: consumerKey, tokenSecret }),
    ),
    keyed(
      'token-for-token-secret',
      'The token was used in the place of the token secret.',
      signingKey({ consumerSecret, tokenSecret: token }),
    ),
    keyed(
      'key-and-token-for-secrets',
      'The consumer key and the token were used in the place of their secrets.',
      signingKey({ consumerSecret: consumerKey, tokenSecret: token }),
    ),
    ...blanksAround(consumerSecret, tokenSecret),
    ...otherSecrets.map((other) =>
      keyed('other-secrets', `These secrets were used: ${other.label}.`, signingKey(other)),
    ),
  ];
}

function blanksAround(consumerSecret: string, tokenSecret: string): Mistake[] {
  return ['\n', '\r\n', ' '].flatMap((blank) => [
    mistake('blank-in-consumer-secret', 'The consumer secret was copied with a blank or line end behind it.', {
      key: signingKey({ consumerSecret: consumerSecret + blank, tokenSecret }),
    }),
    mistake('blank-in-token-secret', 'The token secret was copied with a blank or line end behind it.', {
      key: signingKey({ consumerSecret, tokenSecret: tokenSecret + blank }),
    }),
  ]);
}

import { type Credentials, createSigner, type SignatureMethod } from '@tessera/oauth1';
import type { Fetch } from '../http/guarded-fetch.ts';
import { type HandoverProblem, handoverProblem } from './problem.ts';

/** What is needed for the exchange, and what is kept of one that was interrupted. */
export interface HandshakeSecrets {
  readonly consumerSecret: string;
  readonly verifier: string;
  readonly requestToken?: TokenPair;
}
export interface TokenPair {
  readonly token: string;
  readonly tokenSecret: string;
}

export type ExchangeResult =
  | { readonly ok: true; readonly tokens: TokenPair }
  | { readonly ok: false; readonly problem: HandoverProblem };

export interface Exchange {
  readonly fetch: Fetch;
  readonly signatureMethod: SignatureMethod;
  /** Milliseconds. */
  readonly timeout: number;
  /** Called with the request token before it is used up, so that an interrupted exchange can go on. */
  readonly keep: (requestToken: TokenPair) => Promise<void>;
}

/**
 * Exchanges the verifier for a request token and that for an access token, with the store that sent it. It never
 * throws: what goes wrong is a problem with advice.
 */
export async function exchangeTokens(
  storeUrl: string,
  consumerKey: string,
  secrets: HandshakeSecrets,
  { fetch, signatureMethod, timeout, keep }: Exchange,
): Promise<ExchangeResult> {
  const { consumerSecret, verifier } = secrets;
  const ask = async (step: 'request' | 'access', credentials: Omit<Credentials, 'consumerKey' | 'consumerSecret'>) => {
    const url = new URL(`oauth/token/${step}`, storeUrl);
    const sign = createSigner({ consumerKey, consumerSecret, ...credentials }, { signatureMethod });
    const response = await fetch(url, {
      method: 'POST',
      headers: { Authorization: sign('POST', url) },
      signal: AbortSignal.timeout(timeout),
    });
    return readAnswer(response.status, await response.text());
  };
  const access = (pair: TokenPair) => ask('access', { ...pair, verifier });
  try {
    if (secrets.requestToken !== undefined) {
      const resumed = await access(secrets.requestToken);
      if (resumed.ok) return resumed;
    }
    const requested = await ask('request', {});
    if (!requested.ok) return requested;
    await keep(requested.tokens);
    return await access(requested.tokens);
  } catch (error) {
    return { ok: false, problem: handoverProblem('unreachable', (error as Error).message) };
  }
}

const TOKEN = /^[\dA-Za-z]{1,255}$/;

/** Reads the form-encoded answer of a token endpoint: tokens, or `oauth_problem` with an English sentence. */
function readAnswer(status: number, body: string): ExchangeResult {
  const form = new URLSearchParams(body);
  const token = form.get('oauth_token') ?? '';
  const tokenSecret = form.get('oauth_token_secret') ?? '';
  if (status === 200 && TOKEN.test(token) && TOKEN.test(tokenSecret))
    return { ok: true, tokens: { token, tokenSecret } };
  const said = form.get('oauth_problem');
  if (said === null) return { ok: false, problem: handoverProblem('unreachable', `The store answered ${status}.`) };
  return { ok: false, problem: handoverProblem(problemCode(said), said) };
}

// The sentences of Magento 2.4; it has no codes.
const KINDS: readonly (readonly [RegExp, HandoverProblem['code']])[] = [
  [/has expired/, 'expired'],
  [/is not a verifier token|already being used|token does not exist|not a request token/i, 'used'],
  [/validating the nonce/, 'clock'],
];

function problemCode(sentence: string): HandoverProblem['code'] {
  return KINDS.find(([pattern]) => pattern.test(sentence))?.[1] ?? 'refused';
}

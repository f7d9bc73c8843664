import { setTimeout as sleep } from 'node:timers/promises';
import type { Credentials, Rule, SignatureMethod } from '@tessera/oauth1';
import type { Fetch } from '../http/guarded-fetch.ts';
import { createAuthorization } from './authorization.ts';
import { isPassing, pauseBefore, type RetryPolicy } from './retry.ts';
import { StoreError, storeError } from './store-error.ts';

export interface TransportOptions {
  readonly storeUrl: string;
  readonly credentials: Credentials;
  readonly fetch: Fetch;
  readonly signatureMethod?: SignatureMethod;
  readonly rule?: Rule;
  readonly retry?: RetryPolicy;
  /** Of one attempt, in milliseconds; 30 s unless told otherwise. */
  readonly timeout?: number;
  /** Called when the store says that the token is gone; gives newer credentials, or null when there are none. */
  readonly renew?: () => Promise<Credentials | null>;
}

export interface OutgoingCall {
  readonly method: string;
  readonly url: URL;
  /** Shown in errors. */
  readonly route: string;
  /** JSON. */
  readonly body?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether it is safe to send it again. */
  readonly repeat: boolean;
}

/** Sends a call and gives the answer, whatever its status; @throws StoreError when there is none */
export type Transport = (call: OutgoingCall) => Promise<Response>;

/** Codes of the guarded fetch: another attempt ends in the same way. */
const FINAL = new Set<unknown>(['EADDRESSREFUSED', 'ETOOLARGE']);
const SIGNATURE_INVALID = 'The signature is invalid. Verify and try again.';

/**
 * Signs and sends calls. A call that is safe to repeat is repeated when the store is away or busy; any call is sent
 * again, once each, when its token was replaced or its signature wants Magento's rule, for then it did nothing.
 */
export function createTransport(options: TransportOptions): Transport {
  const { storeUrl, fetch, signatureMethod = 'HMAC-SHA256', retry = {}, timeout = 30_000, renew } = options;
  const authorization = createAuthorization(signatureMethod, options.rule);
  let credentials = options.credentials;

  const sendOnce = ({ method, url, route, body, headers, signal }: OutgoingCall): Promise<Response> => {
    const limit = AbortSignal.timeout(timeout);
    const answer = fetch(url, {
      method,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        'User-Agent': '@tessera/connect',
        ...headers,
        Authorization: authorization.header(method, url, credentials),
      },
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      ...(body === undefined ? {} : { body }),
    });
    return answer.catch((cause: Error) => {
      const why = cause.message === '' ? (cause as NodeJS.ErrnoException).code : cause.message;
      const template = limit.aborted
        ? `${storeUrl} did not answer within ${timeout / 1000} s.`
        : `${storeUrl} was not reached: ${why}`;
      throw new StoreError(
        { kind: 'unavailable', status: null, store: storeUrl, request: route, template, parameters: [], errors: [] },
        { cause },
      );
    });
  };

  const sendPatiently = async (call: OutgoingCall): Promise<Response> => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await sendOnce(call).catch((error: StoreError) => error);
      const failed = outcome instanceof StoreError;
      call.signal?.throwIfAborted();
      const passes = failed ? !FINAL.has((outcome.cause as NodeJS.ErrnoException).code) : isPassing(outcome.status);
      const repeat = call.repeat && passes;
      const retryAfter = failed ? null : outcome.headers.get('retry-after');
      const circumstances = { now: Date.now(), random: Math.random() };
      const pause = repeat ? pauseBefore(attempt, retryAfter, retry, circumstances) : null;
      if (pause === null) {
        if (failed) throw outcome;
        return outcome;
      }
      await sleep(pause, undefined, call.signal === undefined ? {} : { signal: call.signal });
    }
  };

  return async (call) => {
    const first = await sendPatiently(call);
    if (first.status !== 401) return first;
    const error = storeError(401, await first.clone().text(), call.route, storeUrl);
    if (error.template === SIGNATURE_INVALID)
      return authorization.tryOtherRule(call.method, call.url) ? sendPatiently(call) : first;
    if (error.kind !== 'revoked') return first;
    const renewed = await renew?.();
    if (renewed === null || renewed === undefined) return first;
    credentials = renewed;
    return sendPatiently(call);
  };
}

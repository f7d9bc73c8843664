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

interface Signature {
  readonly rule: Rule;
  readonly credentials: Credentials;
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
  let renewing: Promise<Credentials | null> | undefined;

  const sendOnce = (call: OutgoingCall, signature: Signature): Promise<Response> => {
    const { method, url, route, body, headers, signal } = call;
    const limit = AbortSignal.timeout(timeout);
    const answer = fetch(url, {
      method,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        'User-Agent': '@tessera/connect',
        ...headers,
        Authorization: authorization.header(signature.rule, method, url, signature.credentials),
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

  const sendPatiently = async (call: OutgoingCall, signature: Signature): Promise<Response> => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await sendOnce(call, signature).catch((error: StoreError) => error);
      const failed = outcome instanceof StoreError;
      call.signal?.throwIfAborted();
      const passes = failed ? !FINAL.has((outcome.cause as NodeJS.ErrnoException).code) : isPassing(outcome.status);
      const retryAfter = failed ? null : outcome.headers.get('retry-after');
      const circumstances = { now: Date.now(), random: Math.random() };
      const pause = call.repeat && passes ? pauseBefore(attempt, retryAfter, retry, circumstances) : null;
      if (pause === null) {
        if (failed) throw outcome;
        return outcome;
      }
      await sleep(pause, undefined, call.signal === undefined ? {} : { signal: call.signal });
    }
  };

  /** Calls that run at the same time ask once, and a late one takes what an earlier one was given. */
  const renewed = async (refused: Credentials): Promise<Credentials | null> => {
    if (credentials !== refused) return credentials;
    renewing ??= (async () => (await renew?.()) ?? null)().finally(() => {
      renewing = undefined;
    });
    const fresh = await renewing;
    if (fresh !== null) credentials = fresh;
    return fresh;
  };

  return async (call) => {
    const signature = { rule: authorization.rule(), credentials };
    const first = await sendPatiently(call, signature);
    if (first.status !== 401) return first;
    const error = storeError(401, await first.clone().text(), call.route, storeUrl);
    if (error.template === SIGNATURE_INVALID) {
      const rule = authorization.otherThan(signature.rule, call.method, call.url);
      if (rule === null) return first;
      const second = await sendPatiently(call, { ...signature, rule });
      if (second.status !== 401) authorization.adopt(rule);
      return second;
    }
    const fresh = error.kind === 'revoked' ? await renewed(signature.credentials) : null;
    return fresh === null ? first : sendPatiently(call, { ...signature, credentials: fresh });
  };
}

import type { Call, WebapiError } from '@tessera/webapi';
import { FAILURE_SENTENCES, type OutgoingFailure } from '../../outgoing/failure.ts';
import { send } from '../../outgoing/send.ts';
import { callbackFailed } from '../errors.ts';
import { postTimeout } from '../settings.ts';
import { storeBaseUrl } from './addresses.ts';

export interface CallbackPost {
  readonly endpoint: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly verifier: string;
}
export type CallbackOutcome =
  | { readonly ok: true; readonly status: number; readonly detail: string }
  | {
      readonly ok: false;
      readonly reason: OutgoingFailure;
      readonly detail: string;
      readonly cause?: unknown;
    };

/**
 * Posts the credentials to the third party's callback, in Magento's order of fields. Any answer counts as received,
 * HTTP 500 too (observed), and so does a redirect (behaviour D12), which is never followed: nobody has checked where it
 * leads. The timeline says so, for where the application is behind it the credentials have not arrived.
 */
export async function postCredentials(call: Call, post: CallbackPost): Promise<CallbackOutcome> {
  const seconds = call.settings.get(postTimeout);
  const body = new URLSearchParams([
    ['oauth_consumer_key', post.consumerKey],
    ['oauth_consumer_secret', post.consumerSecret],
    ['store_base_url', storeBaseUrl(call)],
    ['oauth_verifier', post.verifier],
  ]).toString();
  const answer = await send(call, {
    url: post.endpoint,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
    timeoutMilliseconds: seconds * 1000,
  });
  if (!answer.ok) {
    const detail =
      answer.failure === 'timeout'
        ? `There was no answer within ${seconds} seconds.`
        : FAILURE_SENTENCES[answer.failure];
    return { ok: false, reason: answer.failure, detail, cause: answer.cause };
  }
  const { status, milliseconds } = answer;
  return { ok: true, status, detail: deliveredDetail(status, milliseconds) };
}

function deliveredDetail(status: number, milliseconds: number): string {
  const answered = `The credentials were posted; it answered HTTP ${status} after ${milliseconds} ms`;
  if (status < 300 || status >= 400) return `${answered}.`;
  return `${answered}, a redirect, which is not followed. If the application has not got them, enter the address that it redirects to as the Callback URL.`;
}

/** The error that a failed post is answered with. */
export const callbackError = (outcome: Extract<CallbackOutcome, { ok: false }>): WebapiError =>
  callbackFailed({ reason: outcome.reason, detail: outcome.detail }, { cause: outcome.cause });

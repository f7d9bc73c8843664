/** Why a handshake cannot go on, and what the person in front of it can do. */
export interface HandoverProblem {
  readonly code: keyof typeof ADVICE;
  /** For the person who activates the integration. */
  readonly message: string;
  /** What the store said, if it said something. */
  readonly detail: string | null;
}

const ADVICE = {
  'malformed-link':
    'This page is opened by your store. Open System > Integrations in its admin panel and press Activate.',
  'foreign-address':
    'This link does not belong to the store that asked to be connected. Nothing was changed. Open System > Integrations in the admin panel of your store and press Activate.',
  'other-account':
    'This integration is connected to another account here. Sign in to that account, or make a new integration in your store.',
  gone: 'This request is no longer waiting. Press Activate (or Reauthorize) in your store again.',
  expired:
    'Too much time has passed since the integration was activated. Press Activate (or Reauthorize) in your store again.',
  used: 'This activation was begun before and not finished. Press Reauthorize in your store.',
  refused: 'The store refused the credentials that came with the request. Press Activate (or Reauthorize) in it again.',
  clock: 'The store refused the time stamp of this application: one of the two clocks is wrong.',
  unreachable:
    'The store did not answer at its address. Check that it can be reached from the Internet, then press Activate (or Reauthorize) again.',
} as const;

/** For whoever waits for a callback that may never come. */
export const WAITING =
  'Waiting for the credentials of your store. If they are not here within half a minute, they got lost: check the Callback URL of the integration in your store, then press Activate (or Reauthorize) there again.';

/** @param detail what the store said */
export function handoverProblem(code: HandoverProblem['code'], detail: string | null = null): HandoverProblem {
  return { code, message: ADVICE[code], detail };
}

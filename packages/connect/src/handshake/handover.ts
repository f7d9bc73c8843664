import type { Connection } from '../connection.ts';
import { connectionFrom, refusalOf } from '../connections.ts';
import type { Context } from '../context.ts';
import type { ConnectionRecord, PendingRecord } from '../storage/connection-store.ts';
import { type IdentityLink, readIdentityLink } from './identity-link.ts';
import { type HandoverProblem, handoverProblem, WAITING } from './problem.ts';

/** What the user is asked to agree to. */
export interface PendingConnection {
  /** To be given to `complete` or `refuse`. */
  readonly id: string;
  readonly storeUrl: string;
  readonly consumerKey: string;
  readonly receivedAt: Date;
  /** The connection of this account that would get new tokens; null when the store is new to it. */
  readonly renews: Connection | null;
}

/** What the application is to show for a request of the identity link. */
export type Handover =
  /** Nobody is signed in: after signing in or up, the user comes back to `returnTo` (path and query). */
  | { readonly kind: 'sign-in'; readonly returnTo: string }
  /** The store's callback has not come yet: ask again in a second. `message` says what to do when it does not come. */
  | { readonly kind: 'waiting'; readonly message: string }
  | { readonly kind: 'consent'; readonly pending: PendingConnection }
  /** All is done: the browser is to be sent to `redirect`, which belongs to the store. */
  | { readonly kind: 'connected'; readonly connection: Connection; readonly redirect: string }
  | { readonly kind: 'problem'; readonly problem: HandoverProblem };

export type Stop = Extract<Handover, { kind: 'sign-in' | 'problem' }>;

/** A signed-in user at a well-formed identity link, and the callbacks that may belong to it, the newest first. */
export interface Arrival {
  readonly kind: 'arrival';
  readonly account: string;
  readonly link: IdentityLink;
  readonly candidates: readonly PendingRecord[];
  /** Callbacks came for this consumer, but from addresses that the link does not belong to. */
  readonly foreign: boolean;
}

export const problem = (...args: Parameters<typeof handoverProblem>): Extract<Handover, { kind: 'problem' }> => ({
  kind: 'problem',
  problem: handoverProblem(...args),
});

/** Finds out who is there and what for. */
export async function arrive(context: Context, request: Request): Promise<Arrival | Stop> {
  const link = readIdentityLink(request.url);
  if (link === null) return problem('malformed-link');
  const account = await signedIn(context, request);
  if (account === null) {
    const { pathname, search } = new URL(request.url);
    return { kind: 'sign-in', returnTo: pathname + search };
  }
  const oldest = context.now() - context.pendingLifetime;
  const pending = (await context.store.pendingOf(link.consumerKey)).filter(({ receivedAt }) => receivedAt >= oldest);
  const candidates = pending.filter(({ storeUrl }) => context.isOwnAddress(new URL(storeUrl), link.successCallBack));
  return { kind: 'arrival', account, link, candidates, foreign: candidates.length < pending.length };
}

/** Applications without types give `undefined` or an empty text for nobody: never an account that all of them share. */
async function signedIn({ identity }: Context, request: Request): Promise<string | null> {
  const account: unknown = (await identity(request)) ?? '';
  if (typeof account !== 'string') throw new TypeError('identity must give the account as a text, or null.');
  return account === '' ? null : account;
}

/**
 * The hand-over: what to show to the one who opened the identity link. It changes nothing, but a connection whose token
 * turns out to have ended is marked as revoked.
 */
export async function openHandover(context: Context, request: Request): Promise<Handover> {
  const arrival = await arrive(context, request);
  if (arrival.kind !== 'arrival') return arrival;
  const { account, candidates, foreign } = arrival;
  const [newest] = candidates;
  if (newest === undefined)
    return (
      (await loadedAgain(context, arrival)) ??
      (foreign ? problem('foreign-address') : { kind: 'waiting', message: WAITING })
    );
  const { id, storeUrl, consumerKey, receivedAt } = newest;
  const owner = await context.store.connectionOf(storeUrl, consumerKey);
  if (owner !== null && owner.account !== account) return problem('other-account');
  const record = owner ?? (await connectionWith(context, account, storeUrl));
  const renews = record === null ? null : connectionFrom(context, record);
  return {
    kind: 'consent',
    pending: { id, storeUrl, consumerKey, receivedAt: new Date(receivedAt), renews },
  };
}

/** The connection of an account with a store, whichever integration made it. */
export async function connectionWith(
  { store }: Context,
  account: string,
  storeUrl: string,
): Promise<ConnectionRecord | null> {
  return (await store.connections(account)).find((record) => record.storeUrl === storeUrl) ?? null;
}

type Connected = Extract<Handover, { kind: 'connected' }>;

/** The connection of this account that its integration has made, and where its browser goes. */
export async function connected(context: Context, arrival: Arrival): Promise<Connected | null> {
  const record = await tied(context, arrival);
  return record === null ? null : connectedBy(context, record, arrival);
}

/** How long after a connection was made its page may be loaded again, in milliseconds. */
const LOADED_AGAIN = 300_000;

/**
 * A page that is loaded again after the connection was made goes where it went. A Reauthorize whose callback got lost
 * opens the same address, but has ended the token: so the store is asked, and nothing else is taken for a success.
 *
 * @returns null when it is no page that was loaded again
 */
export async function loadedAgain(context: Context, arrival: Arrival): Promise<Connected | Stop | null> {
  const record = await tied(context, arrival);
  if (record === null || context.now() - record.connectedAt > LOADED_AGAIN) return null;
  const refusal = await refusalOf(context, record);
  if (refusal === null) return connectedBy(context, record, arrival);
  return refusal.status === 401 ? null : problem('unreachable', refusal.message);
}

async function tied(context: Context, { account, link }: Arrival): Promise<ConnectionRecord | null> {
  const found = (await context.store.connections(account)).find(
    ({ consumerKey, status, storeUrl }) =>
      consumerKey === link.consumerKey &&
      status === 'active' &&
      context.isOwnAddress(new URL(storeUrl), link.successCallBack),
  );
  return found ?? null;
}

const connectedBy = (context: Context, record: ConnectionRecord, { link }: Arrival): Connected => ({
  kind: 'connected',
  connection: connectionFrom(context, record),
  redirect: link.successCallBack.href,
});

import { randomUUID } from 'node:crypto';
import { type ConnectionSecrets, connectionFrom } from '../connections.ts';
import type { Context } from '../context.ts';
import type { ConnectionRecord, PendingRecord } from '../storage/connection-store.ts';
import { exchangeTokens, type HandshakeSecrets, type TokenPair } from './exchange.ts';
import { type Arrival, arrive, connected, connectionWith, type Handover, loadedAgain, problem } from './handover.ts';
import { handoverProblem } from './problem.ts';

/** How a hand-over ended. */
export type Completion = Extract<Handover, { kind: 'sign-in' | 'connected' | 'problem' }>;

const EXCHANGE_TIMEOUT = 10_000;

/**
 * Ties a pending connection to the account of whoever sent the request, exchanges the tokens with the store and says
 * where the browser goes. When the exchange fails, all stays as it was.
 *
 * @param request of the same address (with its query) as the identity link
 * @param pendingId `pending.id` that the user agreed to
 */
export async function completeHandover(context: Context, request: Request, pendingId: string): Promise<Completion> {
  const arrival = await arrive(context, request);
  if (arrival.kind !== 'arrival') return arrival;
  // A second press of the button waits for the first and finds its connection.
  return context.oneAtATime(arrival.link.consumerKey, () => finish(context, request, pendingId));
}

async function finish(context: Context, request: Request, pendingId: string): Promise<Completion> {
  const arrival = await arrive(context, request);
  if (arrival.kind !== 'arrival') return arrival;
  const agreed = arrival.candidates.find(({ id }) => id === pendingId);
  if (agreed === undefined) return (await loadedAgain(context, arrival)) ?? problem('gone');
  const { storeUrl, consumerKey } = agreed;
  const owner = await context.store.connectionOf(storeUrl, consumerKey);
  if (owner !== null && owner.account !== arrival.account) return problem('other-account');

  // The newest first, for that is what the store waits for; a forged one fails and the next is tried.
  const candidates = arrival.candidates.filter((record) => record.storeUrl === storeUrl);
  let failure = handoverProblem('gone');
  // There is one request token for all of them: it was asked for with a good secret, whatever the verifier beside it.
  const issued = new Map<string, TokenPair>();
  for (const candidate of candidates) {
    const opened = context.sealer.open<HandshakeSecrets>(candidate.secrets, candidate.id);
    const requestToken = opened.requestToken ?? issued.get(opened.consumerSecret);
    const secrets = requestToken === undefined ? opened : { ...opened, requestToken };
    const exchanged = await exchangeTokens(storeUrl, consumerKey, secrets, {
      fetch: context.fetch,
      signatureMethod: context.signatureMethod,
      timeout: EXCHANGE_TIMEOUT,
      keep: (fresh) => {
        issued.set(secrets.consumerSecret, fresh);
        const kept: HandshakeSecrets = { ...secrets, requestToken: fresh };
        return context.store.updatePending({ ...candidate, secrets: context.sealer.seal(kept, candidate.id) });
      },
    });
    if (exchanged.ok) {
      const { consumerSecret } = secrets;
      const tied = await tie(context, arrival, candidate, { consumerSecret, ...exchanged.tokens });
      await context.store.removePending(candidates.map(({ id }) => id));
      if (!tied) return problem('other-account');
      return (await connected(context, arrival)) ?? problem('gone');
    }
    if (failure.code === 'gone' || failure.code === 'refused') failure = exchanged.problem;
    if (exchanged.problem.code === 'unreachable') break;
  }
  return { kind: 'problem', problem: failure };
}

/** Forgets what a store asked for; the user did not agree. */
export async function refuseHandover(context: Context, request: Request, pendingId: string): Promise<void> {
  const arrival = await arrive(context, request);
  if (arrival.kind !== 'arrival') return;
  const refused = arrival.candidates.find(({ id }) => id === pendingId);
  const same = arrival.candidates.filter(({ storeUrl }) => storeUrl === refused?.storeUrl);
  await context.store.removePending(same.map(({ id }) => id));
}

/** Writes the connection; says false when meanwhile another account has it. */
async function tie(
  context: Context,
  { account }: Arrival,
  { storeUrl, consumerKey, fingerprint }: PendingRecord,
  secrets: ConnectionSecrets,
): Promise<boolean> {
  const { store, sealer, now, emit } = context;
  const find = async () =>
    (await store.connectionOf(storeUrl, consumerKey)) ?? (await connectionWith(context, account, storeUrl));
  for (let known = await find(); ; known = await find()) {
    if (known !== null && known.account !== account) return false;
    const id = known?.id ?? randomUUID();
    const record: ConnectionRecord = {
      id,
      account,
      storeUrl,
      consumerKey,
      fingerprint,
      status: 'active',
      secrets: sealer.seal(secrets, id),
      revision: randomUUID(),
      connectedAt: now(),
    };
    if (known === null) await store.addConnection(record);
    else if (!(await store.replaceConnection(record, known.revision))) continue;
    const type = known?.consumerKey === consumerKey ? 'reauthorized' : 'connected';
    await emit({ type, connection: connectionFrom(context, record) });
    return true;
  }
}

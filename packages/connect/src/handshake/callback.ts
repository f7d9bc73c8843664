import { createHash, randomUUID } from 'node:crypto';
import { readStoreUrl } from '../address/store-url.ts';
import type { Context } from '../context.ts';
import type { PendingRecord } from '../storage/connection-store.ts';
import { type CallbackForm, CallbackRefusal, readCallbackForm } from './callback-form.ts';
import type { HandshakeSecrets } from './exchange.ts';

/** Of one consumer the newest and the oldest are kept, so that nobody can push out the true one by sending many. */
const KEPT_AT_EACH_END = 4;

/**
 * The callback endpoint: keeps what a store posts until its user appears at the identity link.
 *
 * Anybody can post here, so nothing that exists is touched: a callback becomes a connection, or replaces the tokens
 * of one, only when its secrets were good for an exchange with the store that it names. Several callbacks of one
 * consumer are kept beside each other, so that a forged one cannot take the place of a true one. No network is used.
 */
export async function receiveCallback(context: Context, request: Request): Promise<Response> {
  try {
    const form = await readCallbackForm(request);
    const storeUrl = await readStoreUrl(form.storeUrl, context.policy);
    if (storeUrl === null) throw new CallbackRefusal(400, 'store_base_url is no address that may be connected.');
    await keep(context, { ...form, storeUrl });
    return answer(200, 'Kept.');
  } catch (error) {
    if (!(error instanceof CallbackRefusal)) throw error;
    const { status, message } = error;
    await context.emit({ type: 'callback-refused', status, reason: message });
    return answer(status, message);
  }
}

async function keep({ store, sealer, now, pendingLifetime }: Context, form: CallbackForm): Promise<void> {
  const { consumerKey, storeUrl, consumerSecret, verifier } = form;
  const fingerprint = createHash('sha256').update(JSON.stringify(form)).digest('hex');
  const receivedAt = now();
  await store.removePendingBefore(receivedAt - pendingLifetime);
  const connection = await store.connectionOf(storeUrl, consumerKey);
  if (connection?.fingerprint === fingerprint) return;
  const known = await store.pendingOf(consumerKey);
  const repeated = known.find((record) => record.fingerprint === fingerprint);
  if (repeated !== undefined) return store.updatePending({ ...repeated, receivedAt });
  const secrets: HandshakeSecrets = { consumerSecret, verifier };
  const id = randomUUID();
  const record: PendingRecord = {
    id,
    consumerKey,
    storeUrl,
    fingerprint,
    receivedAt,
    secrets: sealer.seal(secrets, id),
  };
  await store.addPending(record);
  const middle = [record, ...known].slice(KEPT_AT_EACH_END, -KEPT_AT_EACH_END);
  await store.removePending(middle.map((superfluous) => superfluous.id));
}

const answer = (status: number, text: string): Response =>
  new Response(text, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...(status === 405 ? { Allow: 'POST' } : {}) },
  });

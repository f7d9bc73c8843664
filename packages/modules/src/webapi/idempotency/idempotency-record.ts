import { createHmac, hkdfSync } from 'node:crypto';
import { type Db, epochSeconds, statement } from '@tessera/database';
import type { Call, HttpRequest, HttpResponse } from '@tessera/webapi';
import { decryptSecret, encryptSecret } from '../../encryption/secret-box.ts';
import { idempotencyLifetime } from '../settings.ts';

/** Which request it is: whose key, and what was sent with it. */
export interface IdempotentRequest {
  /** The caller; guests are told apart by their address. */
  readonly scope: string;
  readonly key: string;
  readonly content: string;
}

export async function describeRequest(request: HttpRequest, key: string, call: Call): Promise<IdempotentRequest> {
  const { caller, remoteAddress } = call;
  const scope = caller.kind === 'guest' ? `guest ${remoteAddress}` : `${caller.kind} ${caller.id}`;
  const body = await request.body();
  return { scope, key, content: `${request.method}\n${request.url}\n${body.toString('base64')}` };
}

const derived = new WeakMap<Buffer, Buffer>();
/** Keyed, so that nobody who reads the table can try passwords on it. */
function fingerprint(master: Buffer, content: string): string {
  let key = derived.get(master);
  if (key === undefined) {
    key = Buffer.from(hkdfSync('sha256', master, '', 'tessera idempotency v1', 32));
    derived.set(master, key);
  }
  return createHmac('sha256', key).update(content).digest('hex');
}

const recordOf = statement<{ scope: string; key: string; since: number }>()((db, slot) =>
  db
    .selectFrom('idempotency_record')
    .selectAll()
    .where('scope', '=', slot('scope'))
    .where('key', '=', slot('key'))
    .where('created_at', '>', slot('since')),
);

/** Records up to this moment (seconds) are forgotten. */
export const forgottenUntil = (call: Call): number =>
  epochSeconds(call.now()) - call.settings.get(idempotencyLifetime) * 3600;

export type KnownAnswer =
  | { readonly sameRequest: true; readonly response: HttpResponse }
  | { readonly sameRequest: false };

/** The answer that a key got before, null where it is new. */
export async function findAnswer({ scope, key, content }: IdempotentRequest, call: Call): Promise<KnownAnswer | null> {
  const [record] = await call.db.run(recordOf, { scope, key, since: forgottenUntil(call) });
  if (record === undefined) return null;
  const { keys } = call.ports;
  if (!keys.some((master) => fingerprint(master, content) === record.fingerprint)) return { sameRequest: false };
  const headers = JSON.parse(record.headers) as HttpResponse['headers'];
  const body = decryptSecret(keys, record.body, contextOf(scope, key));
  return { sameRequest: true, response: { status: record.status, headers, body } };
}

const contextOf = (scope: string, key: string): string => `idempotency_record:${scope}:${key}`;
/** Headers that belong to one answer and not to its repetition. */
const PASSING = /^(?:ratelimit|retry-after|set-cookie)/;

/** Writes down an answer. @returns false where the key has one already */
export async function storeAnswer(
  db: Db,
  { scope, key, content }: IdempotentRequest,
  { status, headers, body }: HttpResponse,
  call: Call,
): Promise<boolean> {
  const { keys } = call.ports;
  const values = {
    fingerprint: fingerprint(keys.at(-1) as Buffer, content),
    status,
    headers: JSON.stringify(Object.fromEntries(Object.entries(headers).filter(([name]) => !PASSING.test(name)))),
    body: encryptSecret(keys, body.toString(), contextOf(scope, key)),
    created_at: epochSeconds(call.now()),
  };
  const stored = await db.query
    .insertInto('idempotency_record')
    .values({ scope, key, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['scope', 'key'])
        .doUpdateSet(values)
        .where('idempotency_record.created_at', '<=', forgottenUntil(call)),
    )
    .returning('key')
    .execute();
  return stored.length > 0;
}

import {
  type Call,
  callAs,
  commitsInSteps,
  errorAnswer,
  type HttpResponse,
  type Interceptor,
  type PendingCall,
  type Ports,
  type Proceed,
  problem,
  WebapiError,
} from '@tessera/webapi';
import { inTurn } from '../../security/in-turn.ts';
import { describeRequest, findAnswer, type IdempotentRequest, storeAnswer } from './idempotency-record.ts';

export const idempotencyKeyInvalid = problem(
  'idempotency_key_invalid',
  400,
  'An Idempotency-Key is 1 to 255 visible ASCII characters.',
  'The header Idempotency-Key is empty, too long, or has other characters.',
);
export const idempotencyKeyReused = problem(
  'idempotency_key_reused',
  422,
  'The Idempotency-Key was used for another request.',
  'The same caller has sent the same key with another method, URL or body.',
);

const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;
const REPLAYED = { 'idempotency-replayed': 'true' };

/** Requests of different installations in one process do not wait for one another. */
const installations = new WeakMap<Ports, string>();
let counted = 0;
function turnOf({ ports }: Call): string {
  let name = installations.get(ports);
  if (name === undefined) installations.set(ports, (name = `idempotency ${counted++}`));
  return name;
}

/** Another process has answered the same request meanwhile. */
class AnsweredElsewhere extends Error {}

/**
 * Executes a POST or PUT that carries an Idempotency-Key once (draft-ietf-httpapi-idempotency-key-header): whoever
 * sends the same again gets the first answer. The record of the answer is written in the transaction of the execution
 * itself, so there is never one without the other. Routes that commit in several steps (they count attempts or call the
 * network) cannot run in a surrounding transaction; for them it is written right after, and a crash between the two
 * lets a repetition execute again. Answers 400 to 499 are kept too, those from 500 on are not.
 */
export const idempotency: Interceptor = {
  header: 'idempotency-key',
  around: async (pending, proceed) => {
    const { request, route, call } = pending;
    if (route.method !== 'POST' && route.method !== 'PUT') return proceed(call);
    const key = request.headers['idempotency-key'] ?? '';
    if (!KEY.test(key)) throw idempotencyKeyInvalid();
    const described = await describeRequest(request, key, call);
    // Of requests at the same time the others wait for the first, and then find its answer.
    return inTurn(`${turnOf(call)} ${described.scope} ${key}`, () => once(pending, described, proceed));
  },
};

async function once(pending: PendingCall, described: IdempotentRequest, proceed: Proceed): Promise<HttpResponse> {
  const { route, format, call } = pending;
  const known = await replay(described, pending);
  if (known !== null) return known;
  try {
    if (commitsInSteps(route)) {
      const response = await proceed(call);
      await storeAnswer(call.db, described, response, call);
      return response;
    }
    return await call.db.deferred(async (db) => {
      const response = await proceed(callAs(call, { db }));
      if (!(await storeAnswer(db, described, response, call))) throw new AnsweredElsewhere();
      return response;
    });
  } catch (error) {
    // What failed here may have failed because another process was executing the same.
    const first = await replay(described, pending);
    if (first !== null) return first;
    if (isLasting(error)) await storeAnswer(call.db, described, errorAnswer(format, error, call.responseHeaders), call);
    throw error;
  }
}

/** An error that the same request would get again, as opposed to one that passes or says that it was not looked at. */
const isLasting = (error: unknown): error is WebapiError =>
  error instanceof WebapiError &&
  error.status >= 400 &&
  error.status < 500 &&
  ![401, 408, 409, 429].includes(error.status);

async function replay(described: IdempotentRequest, { call }: PendingCall): Promise<HttpResponse | null> {
  const known = await findAnswer(described, call);
  if (known === null) return null;
  if (!known.sameRequest) throw idempotencyKeyReused();
  const { status, headers, body } = known.response;
  return { status, headers: { ...headers, ...call.responseHeaders, ...REPLAYED }, body };
}

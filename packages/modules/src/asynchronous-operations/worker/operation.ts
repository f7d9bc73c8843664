import { type Db, isTransient, storableText } from '@tessera/database';
import {
  asWebapiError,
  type Call,
  type CompiledRoute,
  callAs,
  executeOperation,
  type HttpRequest,
  hideSecrets,
  operationInput,
  resultMessage,
  secretNames,
} from '@tessera/webapi';
import { decryptSecret } from '../../encryption/secret-box.ts';
import { countOperation } from '../../observability/count.ts';
import { OPERATION } from '../operation-status.ts';
import { dataContext } from '../queue.ts';
import type { Readiness, Ready } from './bulk-context.ts';
import { type ClaimedOperation, postpone, settle } from './claim.ts';
import { inOperationSpan } from './span.ts';

/** After so many passing troubles an operation counts as failed, though it may be retried by hand. */
const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 250;
const MESSAGE_LENGTH = 2000;

/** The pause before the next try: doubles with every one, a minute at most. */
export const pauseAfter = (attempts: number): number => Math.min(60_000, FIRST_PAUSE_MS * 2 ** attempts);

/** Undoes the work on an operation that is not open any more. */
class NotOpen extends Error {}

/**
 * Executes one operation and writes down how it ended, both in one transaction: whenever the process dies, the
 * operation is either done and complete, or not done and open. What fails leaves nothing behind but its message.
 * @param batch a door inside deferred work
 * @param base the call that the operation's is made of
 * @returns false where the operation was not open any more
 */
export async function work(batch: Db, base: Call, operation: ClaimedOperation, state: Readiness): Promise<boolean> {
  const { id } = operation;
  if (!state.ready) {
    const outcome = { status: OPERATION.failed, result: null, message: state.reason, code: 0 };
    if (!(await settle(batch, id, outcome))) return false;
    await batch.afterCommit(() => countOperation(base, 'failed'));
    return true;
  }
  return inOperationSpan(state, operation, () => execute(batch, operation, state));
}

async function execute(batch: Db, operation: ClaimedOperation, { route, call }: Ready): Promise<boolean> {
  const { id } = operation;
  try {
    await batch.deferred(async (db) => {
      const within = callAs(call, { db, responseHeaders: {} });
      const result = await executeOperation(route, inputOf(operation, call), within);
      const { service, method } = route.route.operation;
      const message = `Service execution success ${service}::${method}`;
      const outcome = { status: OPERATION.complete, result: storedResult(result, within), message, code: null };
      if (!(await settle(db, id, outcome))) throw new NotOpen();
      await db.afterCommit(() => countOperation(call, 'complete'));
    });
  } catch (error) {
    if (error instanceof NotOpen) return false;
    await (isPassing(error) ? postponeOrGiveUp(batch, operation, call, error) : giveUp(batch, id, route, call, error));
  }
  return true;
}

function inputOf({ data, bulk_id, operation_key }: ClaimedOperation, call: Call) {
  if (data === null) throw new Error('an open operation has no data');
  return operationInput(decryptSecret(call.ports.keys, data, dataContext(bulk_id, operation_key)));
}

/**
 * The result as it is stored, in the clear: whoever may look at operations sees it and searches in it, with or without
 * the right to read what was made.
 */
const storedResult = (result: unknown, { settings }: Call): string =>
  JSON.stringify(hideSecrets(JSON.parse(JSON.stringify(result ?? null)), secretNames(settings)));

/** A service may have turned the database's error into an answer; the cause still tells. */
const isPassing = (error: unknown): boolean =>
  isTransient(error) || (error instanceof Error && error.cause !== undefined && isTransient(error.cause));

async function postponeOrGiveUp(db: Db, operation: ClaimedOperation, call: Call, error: unknown): Promise<void> {
  const attempts = operation.attempts + 1;
  const message = shortened((error as Error).message);
  if (attempts >= MAX_ATTEMPTS) {
    await settle(db, operation.id, { status: OPERATION.retriablyFailed, result: null, message, code: 0 });
    await db.afterCommit(() => countOperation(call, 'retriable'));
    return;
  }
  await postpone(db, operation.id, attempts, call.now() + pauseAfter(attempts), message);
  await db.afterCommit(() => countOperation(call, 'postponed'));
}

async function giveUp(db: Db, id: number, route: CompiledRoute, call: Call, error: unknown): Promise<void> {
  const shown = asWebapiError(error, requestFor(route, call), call.ports.kernel);
  const message = shortened(resultMessage(shown));
  await settle(db, id, { status: OPERATION.failed, result: null, message, code: 0 });
  await db.afterCommit(() => countOperation(call, 'failed'));
}

/** What a client sent may be in it, and the operations of others are in the same transaction. */
const shortened = (message: string): string => storableText(message, MESSAGE_LENGTH);

/** What a fault is reported with: there is no HTTP request behind a queued operation. */
const requestFor = ({ method, path }: CompiledRoute, { remoteAddress }: Call): HttpRequest => ({
  method,
  url: path,
  headers: {},
  body: async () => Buffer.alloc(0),
  remoteAddress,
  scheme: 'http',
  host: '',
});

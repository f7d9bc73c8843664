import type { Call } from '../access/call.ts';
import { valuesAllowed } from '../access/values-allowed.ts';
import type { WebapiError } from '../errors/problem.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import { authorizeCall } from '../pipeline/steps.ts';
import { commitsInSteps } from '../routing/route.ts';
import { aggregateInvalid, aggregateUndone } from './aggregate-errors.ts';
import type { AggregateLimits, PlannedCall } from './aggregate-plan.ts';
import {
  type AggregateAnswer,
  admit,
  announcePart,
  asAnswered,
  callAt,
  failedAnswer,
  invoke,
  locate,
  refuseNested,
} from './aggregated-call.ts';
import { inPartSpan } from './part-span.ts';
import { resolveBody, resolveUrl } from './references.ts';
import { Results } from './results.ts';

/** Runs work in a transaction that is undone when the work throws. */
export type InTransaction = <T>(call: Call, work: (within: Call) => Promise<T>) => Promise<T>;

/** Undoes the transaction of an atomic aggregate. */
class PartFailed extends Error {
  readonly part: PlannedCall;
  readonly error: WebapiError;
  constructor(part: PlannedCall, error: WebapiError) {
    super(`the part ${part.id} failed`);
    this.part = part;
    this.error = error;
  }
}

/**
 * Executes the calls of an aggregate one after the other in one transaction; the first that fails undoes everything.
 * Who may do what is checked before it begins: guards count attempts, and a count must not be undone.
 * @param calls what `planCalls` gave @param call the aggregate's own
 * @param limits those of `planCalls`: what references bring in may be as large again
 * @returns the answers by id; after a failure those of the other calls have the status 424
 * @throws WebapiError 400 for an operation that cannot be undone
 */
export async function performAtomically(
  calls: readonly PlannedCall[],
  call: Call,
  limits: Pick<AggregateLimits, 'bytes'>,
  inTransaction: InTransaction,
): Promise<ReadonlyMap<string, AggregateAnswer>> {
  for (const part of calls) refuseNested(part, call);
  const started = performance.now();
  try {
    const routes = new Map<string, CompiledRoute>();
    for (const part of calls) routes.set(part.id, await checkedRoute(part, call));
    const answers = await inTransaction(call, (within) => executeAll(calls, routes, within, limits));
    for (const part of calls) announcePart(call, routes.get(part.id) ?? null, started, null);
    return answers;
  } catch (failure) {
    if (!(failure instanceof PartFailed)) throw failure;
    const { part, error } = failure;
    announcePart(call, null, started, error);
    const undone = aggregateUndone([part.id]);
    return new Map(calls.map((other) => [other.id, failedAnswer(other, other === part ? error : undone)]));
  }
}

async function step<T>(part: PlannedCall, call: Call, take: () => Promise<T>): Promise<T> {
  try {
    return await take();
  } catch (error) {
    throw new PartFailed(part, asAnswered(error, call));
  }
}

/** Whether the caller may do it, as far as the URL tells before its references are known. */
async function checkedRoute(part: PlannedCall, call: Call): Promise<CompiledRoute> {
  const route = await step(part, call, async () => {
    const at = locate(part.url, part.method, call);
    await admit(at, callAt(at.store, call));
    return at.route;
  });
  if (commitsInSteps(route.route))
    throw aggregateInvalid({ id: part.id, reason: 'this operation cannot be part of an atomic aggregate.' });
  return route;
}

async function executeAll(
  calls: readonly PlannedCall[],
  routes: ReadonlyMap<string, CompiledRoute>,
  call: Call,
  limits: Pick<AggregateLimits, 'bytes'>,
): Promise<ReadonlyMap<string, AggregateAnswer>> {
  const answers = new Map<string, AggregateAnswer>();
  const results = new Results(limits.bytes, valuesAllowed(call.caller));
  for (const part of calls) {
    const route = routes.get(part.id) ?? null;
    // A span shows a refusal as an answer, which leaves it by return; what is thrown would be a fault.
    const refused = await inPartSpan(part, route, call, async (answered) => {
      const error = await executePart(part, route, results, call).then(
        () => null,
        (cause: unknown) => asAnswered(cause, call),
      );
      answered(error);
      return error;
    });
    if (refused !== null) throw new PartFailed(part, refused);
    answers.set(part.id, { id: part.id, status: 200, body: results.get(part.id) });
  }
  return answers;
}

async function executePart(
  part: PlannedCall,
  checked: CompiledRoute | null,
  results: Results,
  call: Call,
): Promise<void> {
  const at = locate(resolveUrl(part.url, results), part.method, call);
  const within = callAt(at.store, call);
  // A value in the URL may be the literal of another route, which nobody has checked.
  if (at.route !== checked)
    throw aggregateInvalid({ id: part.id, reason: 'with the values in its url it is another operation.' });
  authorizeCall(at.route, within);
  results.set(part.id, await invoke(at, resolveBody(part.body, results), within));
}

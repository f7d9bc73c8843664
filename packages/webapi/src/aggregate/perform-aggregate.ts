import type { Call } from '../access/call.ts';
import { valuesAllowed } from '../access/values-allowed.ts';
import type { WebapiError } from '../errors/problem.ts';
import type { AggregateLimits, PlannedCall } from './aggregate-plan.ts';
import {
  type AggregateAnswer,
  admit,
  announcePart,
  asAnswered,
  callAt,
  failedAnswer,
  invoke,
  type LocatedCall,
  locate,
  refuseNested,
} from './aggregated-call.ts';
import { gate } from './gate.ts';
import { inPartSpan } from './part-span.ts';
import { resolveBody, resolveUrl } from './references.ts';
import { Results } from './results.ts';

/** Calls that are under way at the same time; more would keep others from the database. */
const SIDE_BY_SIDE = 8;

/**
 * Executes the calls of an aggregate, each as soon as those that it needs are done, with the rights of the aggregate's
 * caller and through the same steps as alone. One that fails does not concern the others.
 * @param calls what `planCalls` gave @param call the aggregate's own
 * @param limits those of `planCalls`: what references bring in may be as large again
 * @returns the answers by id
 */
export async function performAggregate(
  calls: readonly PlannedCall[],
  call: Call,
  limits: Pick<AggregateLimits, 'bytes'>,
): Promise<ReadonlyMap<string, AggregateAnswer>> {
  for (const planned of calls) refuseNested(planned, call);
  const answers = new Map<string, Promise<AggregateAnswer>>();
  const results = new Results(limits.bytes, valuesAllowed(call.caller));
  const free = gate(SIDE_BY_SIDE);
  for (const planned of calls) {
    const needed = [...planned.needs].map((id) => answers.get(id));
    answers.set(
      planned.id,
      Promise.all(needed).then(() => free(() => performOne(planned, results, call))),
    );
  }
  return new Map(await Promise.all([...answers].map(async ([id, answer]) => [id, await answer] as const)));
}

function performOne(planned: PlannedCall, results: Results, call: Call): Promise<AggregateAnswer> {
  const started = performance.now();
  let at: LocatedCall | null = null;
  let mistake: unknown = null;
  try {
    at = locate(resolveUrl(planned.url, results), planned.method, call);
  } catch (cause) {
    mistake = cause;
  }
  const route = at?.route ?? null;
  const within = at === null ? call : callAt(at.store, call);
  return inPartSpan(planned, route, within, async (answered) => {
    const tell = (error: WebapiError | null): void => {
      announcePart(within, route, started, error);
      answered(error);
    };
    try {
      if (at === null) throw mistake;
      await admit(at, within);
      const body = await invoke(at, resolveBody(planned.body, results), within);
      results.set(planned.id, body);
      tell(null);
      return { id: planned.id, status: 200, body };
    } catch (cause) {
      const error = asAnswered(cause, within);
      tell(error);
      return failedAnswer(planned, error);
    }
  });
}

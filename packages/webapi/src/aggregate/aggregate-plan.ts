import { HTTP_METHODS } from '../routing/route.ts';
import { aggregateInvalid, aggregateTooLarge } from './aggregate-errors.ts';
import { bodyReferences, CALL_ID, hasStrayBraces, urlReferences } from './references.ts';

/** A call as the client sent it. */
export interface RequestedCall {
  readonly id?: string | null | undefined;
  readonly method?: string | null | undefined;
  readonly url?: string | null | undefined;
  readonly body?: unknown;
}
export interface PlannedCall {
  /** As given, else its place in the list, from 0. */
  readonly id: string;
  readonly method: string;
  /** May hold references, as may the body. */
  readonly url: string;
  readonly body: unknown;
  /** The calls whose results it uses. */
  readonly needs: ReadonlySet<string>;
}

export interface AggregateLimits {
  readonly calls: number;
  readonly bytes: number;
  readonly depth: number;
}

const URL_LENGTH = 8192;

/**
 * Checks the calls of an aggregate and finds out which needs which.
 * @returns the calls in an order in which each comes after those that it needs
 * @throws WebapiError for a call that cannot be understood, an unknown reference, a circle, or an exceeded limit
 */
export function planCalls(requested: readonly RequestedCall[], limits: AggregateLimits): readonly PlannedCall[] {
  if (requested.length > limits.calls) throw aggregateTooLarge({ max: limits.calls, what: 'calls' });
  if (Buffer.byteLength(JSON.stringify(requested)) > limits.bytes)
    throw aggregateTooLarge({ max: limits.bytes, what: 'bytes' });
  const calls = new Map<string, PlannedCall>();
  for (const [index, entry] of requested.entries()) {
    const call = plan(entry, index);
    if (calls.has(call.id)) throw aggregateInvalid({ id: call.id, reason: 'another call has the same id.' });
    calls.set(call.id, call);
  }
  return inOrder(calls, limits);
}

function plan({ id: given, method, url, body }: RequestedCall, index: number): PlannedCall {
  const id = given ?? String(index);
  const refuse = (reason: string) => aggregateInvalid({ id, reason });
  if (!CALL_ID.test(id)) throw refuse('an id is 1 to 64 letters, digits, hyphens and underscores.');
  if (method === undefined || method === null || !(HTTP_METHODS as readonly string[]).includes(method))
    throw refuse(`the method must be one of ${HTTP_METHODS.join(', ')}.`);
  if (url === undefined || url === null || !url.startsWith('/')) throw refuse('the url must begin with a slash.');
  if (url.length > URL_LENGTH) throw refuse(`the url is longer than ${URL_LENGTH} characters.`);
  if (hasStrayBraces(url)) throw refuse('braces in a url enclose a reference; as data they are written %7B and %7D.');
  const references = [...urlReferences(url), ...bodyReferences(body)];
  if (references.includes(null)) throw refuse('a reference is the id of a call, followed by names with dots between.');
  const needs = new Set(references.map((reference) => reference?.call as string));
  return { id, method, url, body: body ?? null, needs };
}

/** Sorts the calls so that each comes after those that it needs, and otherwise as they were given. */
function inOrder(calls: ReadonlyMap<string, PlannedCall>, limits: AggregateLimits): PlannedCall[] {
  const depths = new Map<string, number>();
  const under = new Set<string>();
  const ordered: PlannedCall[] = [];
  const visit = (call: PlannedCall): number => {
    const known = depths.get(call.id);
    if (known !== undefined) return known;
    if (under.has(call.id)) throw aggregateInvalid({ id: call.id, reason: 'it needs its own result, in a circle.' });
    under.add(call.id);
    let depth = 1;
    for (const id of call.needs) {
      const needed = calls.get(id);
      if (needed === undefined)
        throw aggregateInvalid({ id: call.id, reason: `it refers to the call "${id}", which does not exist.` });
      depth = Math.max(depth, 1 + visit(needed));
    }
    if (depth > limits.depth) throw aggregateTooLarge({ max: limits.depth, what: 'calls that need one another' });
    under.delete(call.id);
    depths.set(call.id, depth);
    ordered.push(call);
    return depth;
  };
  for (const call of calls.values()) visit(call);
  return ordered;
}

import type { Call } from '../access/call.ts';
import { snakeCase } from '../contract/naming.ts';
import { inputInvalid, severalInputErrors } from '../errors/catalogue.ts';
import { type ErrorDetail, WebapiError } from '../errors/problem.ts';
import type { CompiledRoute, Plain } from '../pipeline/compiled-route.ts';
import { decodeInput } from '../pipeline/steps.ts';
import { mergeInput } from '../rest/read-input.ts';
import { variablesOf } from './async-routes.ts';
import { turns } from './turns.ts';

/** Header of a refusal: the places of the bad items in the list, from 0. */
export const REFUSED_ITEMS = 'x-bulk-items';
const DETAILS = 100;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The items of a bulk body; no body and an empty object are an empty list. @throws WebapiError for anything but a list */
export function bulkItems(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  if (body === undefined || body === null || (isPlain(body) && Object.keys(body).length === 0)) return [];
  throw inputInvalid(['The body of a bulk request must be a list with one entry for each call.']);
}

/**
 * The input of one item, as if its path variables stood in the URL: they are given under their names, and go into the
 * body of a PUT by the same rule as in a synchronous call.
 */
export function itemInput(route: CompiledRoute, item: unknown): Plain {
  const body: Plain = isPlain(item) ? { ...item } : {};
  const variables: Record<string, string> = {};
  for (const name of variablesOf(route)) {
    for (const key of [snakeCase(name), name]) {
      const value = body[key];
      if (typeof value !== 'string' && typeof value !== 'number') continue;
      variables[name] = String(value);
      delete body[key];
    }
  }
  return route.method === 'DELETE' ? { ...body, ...variables } : mergeInput(route.route, variables, {}, body);
}

interface Refusal {
  readonly item: number;
  readonly error: WebapiError;
}

/**
 * Reads the inputs of several calls to one route: forces the parameters that the caller's identity dictates into each,
 * and decodes each, so that nothing is queued that could not be read later.
 * @throws WebapiError naming the bad items; for a single one it is the error that a synchronous call would get
 */
export async function readInputs(route: CompiledRoute, inputs: readonly Plain[], call: Call): Promise<Plain[]> {
  const read: Plain[] = [];
  const refusals: Refusal[] = [];
  const nextTurn = turns();
  for (const [item, input] of inputs.entries()) {
    await nextTurn();
    try {
      const forced = route.force === null ? input : await route.force(input, call);
      decodeInput(route, forced, call);
      read.push(forced);
    } catch (error) {
      if (!(error instanceof WebapiError)) throw error;
      refusals.push({ item, error });
      // No more than these are told of.
      if (refusals.length === DETAILS) break;
    }
  }
  if (refusals.length > 0) throw refusal(refusals, inputs.length, call);
  return read;
}

function refusal(refusals: readonly Refusal[], items: number, call: Call): WebapiError {
  if (items > 1)
    call.responseHeaders[REFUSED_ITEMS] = refusals
      .slice(0, DETAILS)
      .map(({ item }) => item)
      .join(', ');
  const [first, second] = refusals;
  if (first !== undefined && second === undefined) return first.error;
  return severalInputErrors(undefined, { errors: refusals.flatMap(detailsOf).slice(0, DETAILS) });
}

/** What is wrong with an item, with its place in the list as a parameter. */
function detailsOf({ item, error }: Refusal): ErrorDetail[] {
  const details: readonly ErrorDetail[] =
    error.errors.length > 0 ? error.errors : [{ message: error.message, parameters: error.parameters ?? {} }];
  return details.map(({ message, parameters }) => ({ message, parameters: { ...byName(parameters), item } }));
}

/** Positional parameters by their number, which is how `%1` finds them as well. */
const byName = (parameters: ErrorDetail['parameters']): Record<string, unknown> =>
  Array.isArray(parameters)
    ? Object.fromEntries(parameters.map((value, index) => [String(index + 1), value]))
    : { ...parameters };

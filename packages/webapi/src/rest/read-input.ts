import { contentTypeRefused, decodingFailed, limitExceeded } from '../errors/catalogue.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Plain } from '../pipeline/compiled-route.ts';
import type { Route } from '../routing/route.ts';
import { readContentType } from './content-type.ts';
import { DecodingError, decodeJson } from './json-body.ts';
import { identifyByUrl, overrideByUrl } from './put-override.ts';
import { LimitExceeded, type PhpMap, parseQuery } from './query.ts';
import { decodeXml } from './xml-body.ts';

/** Parses a query string; too many or too deep parameters are the client's mistake. */
export function readQuery(rawQuery: string): PhpMap {
  if (rawQuery === '') return EMPTY;
  try {
    return parseQuery(rawQuery);
  } catch (error) {
    if (error instanceof LimitExceeded) throw limitExceeded([error.message]);
    throw error;
  }
}
const EMPTY: PhpMap = Object.freeze(Object.create(null)) as PhpMap;

/**
 * Decodes the body by its content type. An empty body is no input and its type is not looked at (behaviour F20, F21).
 * @param maxValues what `valuesAllowed` says of who sent it
 */
export async function readBody(request: HttpRequest, maxValues: number): Promise<unknown> {
  const bytes = await request.body();
  if (bytes.length === 0) return undefined;
  const type = readContentType(request.headers['content-type']);
  if (typeof type === 'object') throw contentTypeRefused([type.error]);
  try {
    return type === 'json' ? decodeJson(bytes, { maxValues }) : decodeXml(bytes, maxValues);
  } catch (error) {
    if (error instanceof DecodingError) throw decodingFailed(undefined, { detail: error.reason });
    throw error;
  }
}

/**
 * The input of a call from path, query and body (behaviour F10–F12): path beats query, both beat the body; on a PUT
 * the last URL parameter also goes into the body. Bodies of GET and DELETE are checked, but not used.
 */
export async function readInput(
  request: HttpRequest,
  route: Route,
  variables: Readonly<Record<string, string>>,
  query: PhpMap,
  maxValues: number,
): Promise<Plain> {
  return mergeInput(route, variables, query, await readBodyIfAny(request, maxValues));
}

/** Decodes the body where the headers announce one. */
export function readBodyIfAny(request: HttpRequest, maxValues: number): Promise<unknown> | undefined {
  const announced =
    request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  return announced ? readBody(request, maxValues) : undefined;
}

/** The input of a call whose body is decoded already; see `readInput` for the rule. */
export function mergeInput(
  route: Route,
  variables: Readonly<Record<string, string>>,
  query: PhpMap,
  body: unknown,
): Plain {
  if (route.method === 'GET' || route.method === 'DELETE') return { ...query, ...variables };
  const parameters = { ...query, ...variables };
  let input: Plain = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Plain) : {};
  if (route.method === 'PUT') {
    input = overrideByUrl(route, identifyByUrl(route, input, variables), lastParameter(variables, query));
  }
  return { ...input, ...parameters };
}

/** The last of the query where there is one, else the last path variable (behaviour F11). */
function lastParameter(variables: Readonly<Record<string, string>>, query: PhpMap): readonly [string, unknown] | null {
  return Object.entries(query).at(-1) ?? Object.entries(variables).at(-1) ?? null;
}

import { referenceUnresolved } from './aggregate-errors.ts';
import type { Results } from './results.ts';

/**
 * References to the results of other calls. In a URL: `{customer.id}` – a brace cannot stand in a URL (RFC 3986, 2.2),
 * so data there are written `%7B`. In a body: `{"$ref": "customer.id"}` in the place of a value – an object with that
 * one key; texts are never searched for references, so data cannot be taken for one. An object that really has to be
 * `{"$ref": …}` is written `{"$literal": {"$ref": …}}`.
 */
export interface Reference {
  /** As written, for messages. */
  readonly text: string;
  readonly call: string;
  /** The way into the body of the call's answer; empty for the whole body. */
  readonly path: readonly string[];
}

export const CALL_ID = /^[A-Za-z0-9_-]{1,64}$/;
const IN_URL = /\{([^{}]*)\}/g;

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const onlyKey = (value: Plain): string | null => {
  const keys = Object.keys(value);
  return keys.length === 1 ? (keys[0] as string) : null;
};

/** `customer.addresses.0.id` → its parts; null where it is no reference. */
export function parseReference(text: unknown): Reference | null {
  if (typeof text !== 'string') return null;
  const [call = '', ...path] = text.split('.');
  return CALL_ID.test(call) && path.every((key) => key !== '') ? { text, call, path } : null;
}

/** A place where a reference stands, null where what stands there cannot be read as one. */
type Found = Reference | null;

/** All references of a URL. */
export const urlReferences = (url: string): Found[] =>
  [...url.matchAll(IN_URL)].map((match) => parseReference(match[1]));

/** Whether a URL has braces that enclose no reference. */
export const hasStrayBraces = (url: string): boolean => /[{}]/.test(url.replace(IN_URL, ''));

/** All references of a body. */
export function bodyReferences(value: unknown): Found[] {
  if (Array.isArray(value)) return value.flatMap(bodyReferences);
  if (!isPlain(value)) return [];
  const key = onlyKey(value);
  if (key === '$ref') return [parseReference(value['$ref'])];
  return key === '$literal' ? [] : Object.values(value).flatMap(bodyReferences);
}

/**
 * What a reference leads to.
 * @throws WebapiError where the call failed, its answer has nothing there, or references have brought in too much
 */
export function resolve(reference: Reference, results: Results): unknown {
  const { text, call, path } = reference;
  if (!results.has(call)) throw referenceUnresolved({ reference: text, reason: `the call "${call}" has failed.` });
  let value = results.get(call);
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
      throw referenceUnresolved({ reference: text, reason: `the answer has no "${key}" there.` });
    value = (value as Plain)[key];
  }
  results.spend(value);
  return value;
}

/** A URL with its references replaced, percent-encoded: a value is always one segment or one parameter, whatever is in it. */
export function resolveUrl(url: string, results: Results): string {
  const query = url.indexOf('?');
  return url.replace(IN_URL, (_, text: string, at: number) => {
    const value = resolve(parseReference(text) as Reference, results);
    const isPath = query === -1 || at < query;
    if (!isScalar(value) || (isPath && value === ''))
      throw referenceUnresolved({ reference: text, reason: 'what is there cannot stand in a URL.' });
    return encodeURIComponent(String(value));
  });
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** A body with its references replaced. */
export function resolveBody(value: unknown, results: Results): unknown {
  if (Array.isArray(value)) return value.map((entry) => resolveBody(entry, results));
  if (!isPlain(value)) return value;
  const key = onlyKey(value);
  if (key === '$ref') return resolve(parseReference(value['$ref']) as Reference, results);
  if (key === '$literal') return value['$literal'];
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, resolveBody(entry, results)]));
}

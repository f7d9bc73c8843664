import { compareNatural, compareText } from './natural-order.ts';
import { normalizeEncoding, type Plus, percentEncode } from './percent-encoding.ts';
import type { ProtocolParameters, Rule, SignedRequest } from './request.ts';

/** A parameter's name and value, both in the encoding of RFC 5849 section 3.6. */
export type Parameter = readonly [name: string, value: string];

/** By which order parameters are put: of the encoded bytes, natural (`a2` before `a10`), or of the decoded names. */
export type ParameterOrder = 'byte' | 'natural' | 'decoded';

const PROTOCOL_NAME = /oauth_[a-z_-]/;

/** Whether Magento takes a parameter of this name for one of the protocol's: `oauth_…` anywhere in the name. */
export function isProtocolName(name: string): boolean {
  return PROTOCOL_NAME.test(name);
}

/**
 * Collects what goes into the base string, in the order of its sources: Authorization header, form body, query.
 *
 * - `rfc5849` (section 3.4.1.3.1): every pair, repeated ones too; a pair without `=` has an empty value.
 * - `magento`: of repeated names the last, the query before the body; query pairs without `=` or with two are left
 *   out, and names that contain `oauth_`.
 *
 * @param plus what a plus in the query means; in a form body it is always a space
 */
export function collectParameters(
  request: SignedRequest,
  rule: Rule,
  plus: Plus = rule === 'magento' ? 'literal' : 'space',
): Parameter[] {
  const parameters = protocolParameters(request.oauth);
  const { rawQuery } = request.url;
  const { formBody = '' } = request;
  if (rawQuery === '' && formBody === '') return parameters;
  const form = splitPairs(formBody, 'space', false);
  if (rule === 'rfc5849') {
    // The header may be empty and the form body carry the protocol's parameters: they must not count twice.
    const known = new Map(parameters);
    return [
      ...parameters,
      ...form.filter(([name, value]) => name !== 'oauth_signature' && known.get(name) !== value),
      ...splitPairs(rawQuery, plus, false),
    ];
  }
  const lastOfEach = new Map<string, string>();
  for (const [name, value] of [...form, ...splitPairs(rawQuery, plus, true)]) {
    if (!isProtocolName(name)) lastOfEach.set(name, value);
  }
  return [...parameters, ...lastOfEach];
}

/** Sorts in place; where names are equal, by value (section 3.4.1.3.2). */
export function sortParameters(parameters: Parameter[], order: ParameterOrder): Parameter[] {
  if (order === 'natural') return parameters.sort((a, b) => compareNatural(a[0], b[0]));
  if (order === 'byte') return parameters.sort((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]));
  return parameters.sort((a, b) => compareText(bytes(a[0]), bytes(b[0])) || compareText(a[1], b[1]));
}

/** `a=1&b=2`, not yet encoded a second time. */
export function joinParameters(parameters: readonly Parameter[]): string {
  let text = '';
  for (const [name, value] of parameters) text += text === '' ? `${name}=${value}` : `&${name}=${value}`;
  return text;
}

function protocolParameters(oauth: ProtocolParameters): Parameter[] {
  const parameters: Parameter[] = [];
  for (const name in oauth) {
    const value = oauth[name];
    if (name === 'oauth_signature' || value === undefined) continue;
    parameters.push([percentEncode(name), percentEncode(value)]);
  }
  return parameters;
}

function splitPairs(text: string, plus: Plus, oneEqualsSignOnly: boolean): Parameter[] {
  if (text === '') return [];
  const parameters: Parameter[] = [];
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (oneEqualsSignOnly && (equals < 0 || pair.includes('=', equals + 1))) continue;
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    parameters.push([normalizeEncoding(name, plus), normalizeEncoding(value, plus)]);
  }
  return parameters;
}

function bytes(encoded: string): string {
  return encoded.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

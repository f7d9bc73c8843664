import { isProtocolName } from './parameters.ts';
import { percentDecode } from './percent-encoding.ts';
import type { ProtocolParameters } from './request.ts';

const SCHEME = /oauth /i;

/**
 * Reads the `oauth_*` parameters of an Authorization header, as tolerantly as Magento: `OAuth ` in any case and
 * anywhere, values with or without quotes and percent-encoding, anything else between the commas ignored, the last of
 * repeated ones taken. Never throws, takes linear time.
 *
 * @param header the header's value
 * @param formBody a form-encoded body: read in the header's place if that says `OAuth ` but names no parameter
 * @returns null when the header does not speak of OAuth at all
 */
export function parseAuthorization(header: string | undefined, formBody = ''): ProtocolParameters | null {
  const scheme = header === undefined ? -1 : header.search(SCHEME);
  if (header === undefined || scheme < 0) return null;
  const parameters: Record<string, string> = Object.create(null);
  const found = readList(header, scheme + 6, ',', parameters);
  if (!found) readList(formBody.replaceAll('+', ' '), 0, '&', parameters);
  return parameters;
}

function readList(text: string, start: number, separator: string, into: Record<string, string>): boolean {
  let found = false;
  let equals = -1;
  for (let from = start, end = 0; end < text.length; from = end + 1) {
    const next = text.indexOf(separator, from);
    end = next < 0 ? text.length : next;
    // Not searched anew for every piece without one: the time stays linear.
    if (equals < from) equals = text.indexOf('=', from);
    if (equals < 0) break;
    if (equals > end) continue;
    const name = percentDecode(text.slice(from, equals).trim());
    if (!isProtocolName(name)) continue;
    into[name] = percentDecode(unquote(text.slice(equals + 1, end).trim()));
    found = true;
  }
  return found;
}

function unquote(value: string): string {
  const from = value.startsWith('"') ? 1 : 0;
  const to = value.length > from && value.endsWith('"') ? value.length - 1 : value.length;
  return value.slice(from, to);
}

import { isSecretName } from '@tessera/webapi';
import type { RequestScope } from './request-scope.ts';

/** Shorter values would blot out half of a sentence. */
const SHORTEST = 4;
/** A segment of a path may be a token; shorter ones are words and ids. */
const SHORTEST_SEGMENT = 16;
const MAX_BODY = 64 * 1024;
const JSON_FIELD = /"([^"\\]{1,100})"\s*:\s*(?:"((?:[^"\\]|\\.)+)"|(\d+))/g;
const XML_FIELD = /<(?:[\w-]{1,100}:)?([\w-]{1,100})(?:\s[^<>]*)?>([^<>]+)</g;
const FORM_FIELD = /(?:^|[&?])([^=&]{1,100})=([^&]+)/g;
const HEADER_PART = /[^\s,;="]+/g;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

function* secretFields(text: string, pattern: RegExp): Generator<string> {
  for (const [, name = '', quoted, bare] of text.matchAll(pattern)) {
    const value = quoted ?? bare ?? '';
    if (!isSecretName(decoded(name))) continue;
    yield value;
    yield decoded(value);
    yield value.replace(/\\(.)/g, '$1');
  }
}

/**
 * Everything secret that a request carries, as it was sent and decoded: the parts of `Authorization` and of its cookies,
 * long segments of its path, all values of its query, and the fields of its body whose names say so. The longest come first.
 */
export function secretsOf({ request, body }: RequestScope): readonly string[] {
  const { headers, url } = request;
  const [path = '', ...rest] = url.split('?');
  const query = `?${rest.join('?')}`;
  const text = body === null ? '' : body.subarray(0, MAX_BODY).toString('utf8');
  const found = [
    ...['authorization', 'proxy-authorization', 'cookie', 'x-current-password'].flatMap((name) => [
      headers[name] ?? '',
      ...(headers[name] ?? '').split(/[;,\s]+/),
      ...((headers[name] ?? '').match(HEADER_PART) ?? []),
    ]),
    ...path.split('/').filter((segment) => segment.length >= SHORTEST_SEGMENT),
    ...[...query.matchAll(FORM_FIELD)].flatMap(([, , value = '']) => [value, decoded(value)]),
    ...secretFields(text, JSON_FIELD),
    ...secretFields(text, XML_FIELD),
    ...secretFields(text, FORM_FIELD),
  ];
  return [...new Set(found)].filter((value) => value.length >= SHORTEST).sort((a, b) => b.length - a.length);
}

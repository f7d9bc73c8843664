import { errorBody } from '../errors/error-body.ts';
import type { WebapiError } from '../errors/problem.ts';
import type { HttpResponse } from '../http/message.ts';
import { encodeJson } from './encode-json.ts';
import { encodeXml } from './encode-xml.ts';

export type Format = 'json' | 'xml';
const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
};

const encode = (format: Format, value: unknown): string => (format === 'json' ? encodeJson(value) : encodeXml(value));

/** A good answer; Magento sends 200 for everything that worked, 202 for what is queued. */
export function answer(
  format: Format,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): HttpResponse {
  return {
    status,
    headers: {
      'content-type': TYPES[format],
      'cache-control': 'no-store',
      'x-frame-options': 'SAMEORIGIN',
      ...headers,
    },
    body: encode(format, value),
  };
}

/** An error in the caller's format. */
export function errorAnswer(
  format: Format,
  error: WebapiError,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    status: error.status,
    headers: { 'content-type': TYPES[format], 'cache-control': 'no-store', ...headers, ...error.headers },
    body: encode(format, errorBody(error)),
  };
}

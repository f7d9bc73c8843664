import { isPhpInt, phpFloat, phpInt } from '../contract/php-numbers.ts';

/**
 * Encodes an answer as PHP's json_encode does by default: `/` as `\/`, everything beyond ASCII as `\uXXXX`, floats with
 * PHP's exponents (`1.0e+25`). An empty array is `[]`, an empty object `{}`.
 */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return escapeText(MAY_DIFFER.test(text) ? JSON.stringify(value, asPhpNumber) : text);
}

/** Also true for some strings, which costs a second pass and nothing else. */
const MAY_DIFFER = /\de[+-]\d|0\.0000|\d{16}/;

/** Not in TypeScript's library yet; in Node since 21. */
const json = JSON as JSON & { rawJSON(text: string): unknown };

function asPhpNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'number' || !Number.isFinite(value)) return value;
  return json.rawJSON(isPhpInt(value) ? phpInt(value) : phpFloat(value, 17));
}

function escapeText(text: string): string {
  const slashed = text.includes('/') ? text.replaceAll('/', '\\/') : text;
  return Buffer.byteLength(slashed) === slashed.length ? slashed : slashed.replace(/[\u0080-\uffff]+/g, escapeRun);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function escapeRun(run: string): string {
  let result = '';
  for (let i = 0; i < run.length; i++) {
    const code = run.charCodeAt(i);
    result += `\\u${HEX[code >> 8]}${HEX[code & 255]}`;
  }
  return result;
}

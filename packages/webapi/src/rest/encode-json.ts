/**
 * Encodes an answer as PHP's json_encode does by default: `/` as `\/`, everything beyond ASCII as `\uXXXX`, floats with
 * PHP's exponents (`1.0e+25`). An empty array is `[]`, an empty object `{}`.
 */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return escapeText(MAY_HAVE_EXPONENT.test(text) ? JSON.stringify(value, asPhpFloat) : text);
}

/** Also true for some strings, which costs a second pass and nothing else. */
const MAY_HAVE_EXPONENT = /\de[+-]\d|0\.0000/;

/** Not in TypeScript's library yet; in Node since 21. */
const json = JSON as JSON & { rawJSON(text: string): unknown };

function asPhpFloat(_key: string, value: unknown): unknown {
  if (typeof value !== 'number' || !Number.isFinite(value)) return value;
  // Below 1e21 whole numbers are printed in full, as PHP's integers are.
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? value : json.rawJSON(phpFloat(value, 17));
}

/**
 * A float as PHP prints it.
 * @param precision significant digits: 17 in JSON (the shortest that read back the same), 14 in text
 */
export function phpFloat(value: number, precision: 14 | 17): string {
  const [digits = '0', power = '0'] = (
    precision === 17 ? value.toExponential() : value.toExponential(13).replace(/\.?0+e/, 'e')
  ).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < precision) return String(Number(`${digits}e${power}`));
  return `${digits.includes('.') ? digits : `${digits}.0`}e${power}`;
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

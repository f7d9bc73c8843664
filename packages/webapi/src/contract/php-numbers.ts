const INT_MAX = 2 ** 63;

/** A number outside of what integers hold, as PHP casts it: numeric texts stop at the end of the range. */
export function saturated(value: number): number {
  if (value >= INT_MAX) return INT_MAX;
  return value <= -INT_MAX ? -INT_MAX : Math.trunc(value) + 0;
}

/** As PHP casts a float to an integer: what is outside of 64 bits wraps around, what is infinite is 0. */
export function wrapped(value: number): number {
  if (Math.abs(value) < INT_MAX) return Math.trunc(value) + 0;
  return Number.isFinite(value) ? Number(BigInt.asIntN(64, BigInt(value))) : 0;
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

/** Whether a number is taken for an integer when it is printed; a larger one can only be a float. */
export const isPhpInt = (value: number): boolean => Number.isInteger(value) && Math.abs(value) <= INT_MAX;

/** All digits of an integer. The largest of 64 bits is no number of ours: the one above it stands for it. */
export const phpInt = (value: number): string => {
  if (Number.isSafeInteger(value)) return String(value + 0);
  return value === INT_MAX ? '9223372036854775807' : String(BigInt(value));
};

/** A number as PHP puts it into a text. */
export const phpNumber = (value: number): string => {
  if (isPhpInt(value)) return phpInt(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NAN' : value > 0 ? 'INF' : '-INF';
  return phpFloat(value, 14).toUpperCase();
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Pauses after the first, second, … failed attempt: ten attempts in all, the last 47.6 hours after the first. */
const PAUSES = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  16 * HOUR,
] as const;

/** A delivery is given up after this time, in milliseconds, however many attempts there were. */
export const DELIVERY_LIFETIME = 2 * DAY;

/** Up to a tenth is taken off, so that what failed together does not come again together. */
const SHARE_OF_CHANCE = 0.1;

/**
 * When a delivery is tried again.
 * @param attempts how many have failed @param now milliseconds since the epoch @param chance from 0 to 1
 * @returns milliseconds since the epoch, null where there is no further attempt
 */
export function nextAttempt(attempts: number, now: number, chance: number): number | null {
  const pause = PAUSES[attempts - 1];
  return pause === undefined ? null : now + Math.round(pause * (1 - SHARE_OF_CHANCE * chance));
}

/**
 * How long an endpoint is left alone by the circuit breaker.
 * @param failures attempts that failed in a row @param limit so many open the circuit
 * @returns milliseconds; 0 while the circuit is closed
 */
export const breakerPause = (failures: number, limit: number): number =>
  failures < limit ? 0 : Math.min(HOUR, MINUTE * 2 ** Math.min(failures - limit, 10));

/**
 * The pause that an endpoint asks for (RFC 9110, 10.2.3).
 * @returns milliseconds, a day at most; 0 where it asks for none
 */
export function retryAfter(header: string | string[] | undefined, now: number): number {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  const pause = /^\d+$/.test(text) ? Number(text) * SECOND : /^[A-Z]/.test(text) ? Date.parse(text) - now : 0;
  return pause > 0 ? Math.min(pause, DAY) : 0;
}

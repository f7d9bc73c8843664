/** How a call is repeated that is safe to repeat. */
export interface RetryPolicy {
  /** How often a call is sent at most; 4 unless told otherwise. */
  readonly attempts?: number;
  /** The first pause in milliseconds, doubled every time up to 30 s; 300 unless told otherwise. */
  readonly pause?: number;
  /** The longest `Retry-After` that is waited for, in milliseconds; a minute unless told otherwise. */
  readonly longestWait?: number;
}

const LONGEST_PAUSE = 30_000;
const PASSING = new Set([408, 429, 502, 503, 504]);
/** Sent twice they do what they do once. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/** Whether an answer says that the same call may go well a little later. */
export const isPassing = (status: number): boolean => PASSING.has(status);
export const isIdempotent = (method: string): boolean => IDEMPOTENT.has(method);

/**
 * How long to wait before the next attempt, in milliseconds; null when there is none.
 *
 * @param attempt how many there were
 * @param retryAfter the header of the answer: seconds or a date
 * @param random from 0 to 1: spreads the clients of a store that was away
 */
export function pauseBefore(
  attempt: number,
  retryAfter: string | null,
  { attempts = 4, pause = 300, longestWait = 60_000 }: RetryPolicy,
  { now, random }: { readonly now: number; readonly random: number },
): number | null {
  if (attempt >= attempts) return null;
  const asked = retryAfter === null ? null : waitOf(retryAfter, now);
  if (asked !== null) return asked > longestWait ? null : asked;
  return Math.min(pause * 2 ** (attempt - 1), LONGEST_PAUSE) * (0.5 + random / 2);
}

/** RFC 9110 section 10.2.3. */
function waitOf(retryAfter: string, now: number): number | null {
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  // `Date.parse` reads nearly everything as some date, `5.5` and `-1` too.
  const moment = /^[A-Z][a-z]+,? /.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
  return Number.isNaN(moment) ? null : Math.max(0, moment - now);
}

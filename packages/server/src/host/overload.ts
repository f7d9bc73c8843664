/** When requests are turned away. Settings `tessera/overload/…`. */
export interface OverloadLimits {
  /** How long a request may wait for its answer because of others; 0 turns none away. */
  readonly waitMilliseconds: number;
  /** So many requests at a time are taken whatever their wait. */
  readonly alwaysTaken: number;
}

/** What is known of the load when a request arrives. */
export interface Load {
  /** Requests that were taken and not answered yet; without those whose client has not sent everything. */
  readonly inFlight: number;
  /** Answers per millisecond, measured while there was always work to do; null before that. */
  readonly capacity: number | null;
}

/**
 * Whether a request is turned away: more are in flight than can be answered within the wait (Little's law). The limit
 * moves with what the process was seen to do, whether it works itself (SQLite) or waits for others (PostgreSQL).
 */
export const isOverloaded = (
  { inFlight, capacity }: Load,
  { waitMilliseconds, alwaysTaken }: OverloadLimits,
): boolean =>
  waitMilliseconds > 0 && capacity !== null && inFlight >= Math.max(alwaysTaken, capacity * waitMilliseconds);

/** A stretch of time in which answers were counted. */
export interface Window {
  readonly milliseconds: number;
  readonly answered: number;
  /** The fewest requests that were in flight. */
  readonly fewest: number;
}

/** The capacity after a window. One in which there was too little to do shows the demand and not what is possible. */
export const nextCapacity = (
  capacity: number | null,
  { milliseconds, answered, fewest }: Window,
  { alwaysTaken }: OverloadLimits,
): number | null => {
  if (fewest < alwaysTaken) return capacity;
  const measured = answered / milliseconds;
  return capacity === null ? measured : capacity * 0.7 + measured * 0.3;
};

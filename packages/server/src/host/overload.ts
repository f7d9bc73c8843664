/** When requests are turned away. Settings `tessera/overload/…`. */
export interface OverloadLimits {
  /** How long a request may wait for its turn; 0 turns none away. */
  readonly waitMilliseconds: number;
  /** So many requests at a time are taken whatever their wait. */
  readonly alwaysTaken: number;
}

/** What is known of the load when a request arrives. */
export interface Load {
  /** Requests that were taken and not answered yet; without those whose client has not sent everything. */
  readonly inFlight: number;
  /** Requests that were taken in this turn of the event loop. */
  readonly takenInTurn: number;
  /** How long this turn has lasted. What is read late in a long turn has waited that long. */
  readonly turnMilliseconds: number;
  /** For how long of a turn requests are taken. */
  readonly slice: number;
  /** Answers per millisecond, measured while there was always work to do; null before that. */
  readonly capacity: number | null;
}

/**
 * Whether a request is turned away: it has waited too long in a turn of the event loop (work that the process does
 * itself, as with SQLite), or more are in flight than can be answered in time (work that it waits for, as with
 * PostgreSQL). The second limit moves with what the process was seen to do.
 */
export const isOverloaded = (
  { inFlight, takenInTurn, turnMilliseconds, slice, capacity }: Load,
  { waitMilliseconds, alwaysTaken }: OverloadLimits,
): boolean =>
  waitMilliseconds > 0 &&
  ((turnMilliseconds > slice && takenInTurn >= alwaysTaken) ||
    (capacity !== null && inFlight >= Math.max(alwaysTaken, capacity * waitMilliseconds)));

/**
 * The slice of the next turn, after one that took so long. Turning away takes time too: where turns last longer than
 * the wait in spite of it, less is taken; a quarter stays, since a server that only refuses serves nobody.
 */
export const nextSlice = (slice: number, turnMilliseconds: number, { waitMilliseconds }: OverloadLimits): number =>
  turnMilliseconds > waitMilliseconds
    ? Math.max(waitMilliseconds / 4, slice * 0.7)
    : Math.min(waitMilliseconds, slice * 1.1);

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

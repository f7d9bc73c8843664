/** When requests are turned away. Settings `tessera/overload/…`. */
export interface OverloadLimits {
  /** How long a request may wait for its answer because of others; 0 turns none away. */
  readonly waitMilliseconds: number;
  /** So many requests at a time are taken whatever their wait. */
  readonly alwaysTaken: number;
  /** So many answers are given before it counts how fast: a process that has just started does not show what it can. */
  readonly warmUp: number;
}

/** What a process was seen to do, window by window. */
export interface Pace {
  /** Answers per millisecond that are possible; null before there was work to do all the time for a while. */
  readonly capacity: number | null;
  /** The most answers per millisecond that a window has seen. */
  readonly fastest: number;
  /** Milliseconds in which there was always work to do, until the capacity is known. */
  readonly busy: number;
  /** Answers that were given until then. */
  readonly answered: number;
  /** Whether more arrive than can be answered, and not only at once. */
  readonly shedding: boolean;
  /** The fewest requests that were in flight in every turn since there have been many. */
  readonly fewest: number;
  /** Milliseconds for which these have not become fewer; while shedding, for which none has been turned away. */
  readonly since: number;
}
const TAKING = { shedding: false, fewest: Infinity, since: 0 };
export const UNKNOWN_PACE: Pace = { ...TAKING, capacity: null, fastest: 0, busy: 0, answered: 0 };

/** A stretch of time in which answers were counted. */
export interface Window {
  readonly milliseconds: number;
  readonly answered: number;
  /** Requests that were turned away. */
  readonly refused: number;
  /** The fewest requests that were in flight; without those whose client has not sent everything. */
  readonly fewest: number;
  /**
   * So many were in flight in every turn of the event loop, if not all the time: where each turn answers all that it
   * reads, clients wait for turns, and what waits is seen at their height only.
   */
  readonly everyTurn: number;
}

/** Where more is in flight than can be answered in this time, nothing is taken, however short the rush. */
const LONGEST_RUSH_MS = 1000;
/** A queue that has not become shorter for this long is no rush; when none was turned away for as long, it is over. */
const LASTING_MS = 500;

const answerableIn = (milliseconds: number, capacity: number, { alwaysTaken }: OverloadLimits): number =>
  Math.max(alwaysTaken, capacity * milliseconds);

/**
 * Whether a request is turned away: more are in flight than can be answered within the wait (Little's law). The limit
 * moves with what the process was seen to do, whether it works itself (SQLite) or waits for others (PostgreSQL).
 * A rush (after a pause, a heavy search, a burst of clients) is waited for, as long as the queue becomes shorter.
 */
export function isOverloaded(inFlight: number, { capacity, shedding }: Pace, limits: OverloadLimits): boolean {
  const wait = limits.waitMilliseconds;
  if (wait === 0 || capacity === null) return false;
  return inFlight >= answerableIn(shedding ? wait : Math.max(wait, LONGEST_RUSH_MS), capacity, limits);
}

/** What is known after a window. */
export function nextPace(pace: Pace, window: Window, limits: OverloadLimits): Pace {
  const answered = pace.answered + window.answered;
  if (pace.answered < limits.warmUp) return { ...UNKNOWN_PACE, answered };
  const speed = nextSpeed(pace, window, limits);
  const state = pace.shedding ? whileShedding(pace, window) : whileTaking(pace, window, speed.capacity, limits);
  return { answered, ...speed, ...state };
}

type State = Pick<Pace, 'shedding' | 'fewest' | 'since'>;

function whileShedding(pace: Pace, { milliseconds, refused }: Window): State {
  const since = refused > 0 ? 0 : pace.since + milliseconds;
  return since >= LASTING_MS ? TAKING : { ...TAKING, shedding: true, since };
}

function whileTaking(pace: Pace, window: Window, capacity: number | null, limits: OverloadLimits): State {
  if (capacity === null) return TAKING;
  // Bursts with pauses in between are no overload, however high each of them is.
  const isHalfUsed = window.answered >= (capacity * window.milliseconds) / 2;
  const waiting = isHalfUsed ? window.everyTurn : window.fewest;
  // A part of what may wait is taken from the queue in one go.
  if (waiting < answerableIn(limits.waitMilliseconds, capacity, limits) / 2) return TAKING;
  const since = waiting < pace.fewest ? 0 : pace.since + window.milliseconds;
  if (since >= LASTING_MS) return { ...TAKING, shedding: true };
  return { shedding: false, fewest: Math.min(pace.fewest, waiting), since };
}

/**
 * What was answered in a window is the least that is possible; the most of it, only where there was always work to do.
 * A pause is no lasting loss, so the way down is slow. Nothing is known of a process that never had much to do.
 */
function nextSpeed(
  pace: Pace,
  window: Window,
  { alwaysTaken }: OverloadLimits,
): Pick<Pace, 'capacity' | 'fastest' | 'busy'> {
  const measured = window.answered / window.milliseconds;
  const isBusy = window.fewest >= alwaysTaken / 2;
  const fastest = Math.max(pace.fastest, measured);
  const busy = pace.busy + (isBusy ? window.milliseconds : 0);
  if (pace.capacity === null) return { capacity: busy >= LASTING_MS ? fastest : null, fastest, busy };
  const weight = measured >= pace.capacity ? 0.3 : isBusy ? 0.1 : 0;
  return { capacity: pace.capacity + (measured - pace.capacity) * weight, fastest, busy };
}

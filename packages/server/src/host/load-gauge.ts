import { isOverloaded, nextPace, type OverloadLimits, UNKNOWN_PACE } from './overload.ts';

/** What metrics tell of the host. */
export interface HostLoad {
  requestsInFlight: number;
  requestsShed: number;
  connectionsRefused: number;
}
export const hostLoad = (): HostLoad => ({ requestsInFlight: 0, requestsShed: 0, connectionsRefused: 0 });

declare module '@tessera/webapi' {
  interface Ports {
    readonly hostLoad: HostLoad;
  }
}

/** Windows end where reading begins again after work, so that there is as much of both in each; after a while they end anyway. */
const WINDOW_MS = 100;
const LONGEST_WINDOW_MS = 500;
/** For how long after an overload another one is to be reckoned with. */
const PRESSED_MS = 10_000;

/** Follows what one process has to do, and says when it is too much. Times are milliseconds of `performance.now()`. */
export class LoadGauge {
  readonly #limits: OverloadLimits;
  readonly #shown: HostLoad;
  #pace = UNKNOWN_PACE;
  #inFlight = 0;
  #windowStart = 0;
  #answered = 0;
  #refused = 0;
  #fewest = 0;
  #mostOfTurn = 0;
  #everyTurn = Infinity;
  #working = false;
  #lastOverload = -PRESSED_MS;

  constructor(limits: OverloadLimits, shown: HostLoad) {
    this.#limits = limits;
    this.#shown = shown;
  }

  /** Whether a request that arrives now is too much. */
  overloaded(now: number): boolean {
    if (now - this.#windowStart >= (this.#working ? WINDOW_MS : LONGEST_WINDOW_MS)) this.#endWindow(now);
    this.#working = false;
    const overloaded = isOverloaded(this.#inFlight, this.#pace, this.#limits);
    if (overloaded) this.#lastOverload = now;
    return overloaded;
  }

  /** Whether requests are being turned away, were lately, or may soon be. */
  pressed(now: number): boolean {
    const { waitMilliseconds, alwaysTaken } = this.#limits;
    return waitMilliseconds > 0 && (this.#inFlight >= alwaysTaken || now - this.#lastOverload < PRESSED_MS);
  }

  refused(): void {
    this.#refused++;
    this.#shown.requestsShed++;
  }

  taken(): void {
    this.#shown.requestsInFlight = ++this.#inFlight;
    if (this.#inFlight > this.#mostOfTurn) this.#mostOfTurn = this.#inFlight;
  }

  /** A turn of the event loop has read what there was. */
  turnRead(): void {
    if (this.#mostOfTurn < this.#everyTurn) this.#everyTurn = this.#mostOfTurn;
    this.#mostOfTurn = this.#inFlight;
  }

  answered(): void {
    this.#answered++;
    this.#working = true;
    this.waits();
  }

  /** The client of a request that was taken has to send the rest of it: until `continues`, it is no work of ours. */
  waits(): void {
    this.#shown.requestsInFlight = --this.#inFlight;
    if (this.#inFlight < this.#fewest) this.#fewest = this.#inFlight;
  }

  continues(): void {
    this.taken();
  }

  #endWindow(now: number): void {
    const milliseconds = now - this.#windowStart;
    const window = {
      milliseconds,
      answered: this.#answered,
      refused: this.#refused,
      fewest: this.#fewest,
      // Where no turn has ended in it, nothing is known of the heights.
      everyTurn: this.#everyTurn === Infinity ? this.#fewest : this.#everyTurn,
    };
    this.#pace = nextPace(this.#pace, window, this.#limits);
    this.#windowStart = now;
    this.#answered = 0;
    this.#refused = 0;
    this.#fewest = this.#inFlight;
    this.#everyTurn = Infinity;
  }
}

import { isOverloaded, nextCapacity, type OverloadLimits } from './overload.ts';

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

const WINDOW_MS = 100;

/** Follows what one process has to do, and says when it is too much. Times are milliseconds of `performance.now()`. */
export class LoadGauge {
  readonly #limits: OverloadLimits;
  readonly #shown: HostLoad;
  readonly #load: { inFlight: number; capacity: number | null } = { inFlight: 0, capacity: null };
  #windowStart = 0;
  #answered = 0;
  #fewest = 0;

  constructor(limits: OverloadLimits, shown: HostLoad) {
    this.#limits = limits;
    this.#shown = shown;
  }

  /** Whether a request that arrives now is too much. */
  overloaded(now: number): boolean {
    if (now - this.#windowStart >= WINDOW_MS) this.#endWindow(now);
    return isOverloaded(this.#load, this.#limits);
  }

  taken(): void {
    this.#shown.requestsInFlight = ++this.#load.inFlight;
  }

  answered(): void {
    this.#answered++;
    this.waits();
  }

  /** The client of a request that was taken has to send the rest of it: until `continues`, it is no work of ours. */
  waits(): void {
    this.#shown.requestsInFlight = --this.#load.inFlight;
    if (this.#load.inFlight < this.#fewest) this.#fewest = this.#load.inFlight;
  }

  continues(): void {
    this.taken();
  }

  #endWindow(now: number): void {
    const window = { milliseconds: now - this.#windowStart, answered: this.#answered, fewest: this.#fewest };
    this.#load.capacity = nextCapacity(this.#load.capacity, window, this.#limits);
    this.#windowStart = now;
    this.#answered = 0;
    this.#fewest = this.#load.inFlight;
  }
}

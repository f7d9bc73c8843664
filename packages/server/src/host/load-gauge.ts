import { isOverloaded, type Load, nextCapacity, nextSlice, type OverloadLimits } from './overload.ts';

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

/** Where time comes from. */
export interface Turns {
  readonly now: () => number;
  /** Calls back once everything that this turn of the event loop has read is dealt with. */
  readonly afterTurn: (done: () => void) => void;
}
const eventLoop: Turns = { now: () => performance.now(), afterTurn: (done) => void setImmediate(done) };

const WINDOW_MS = 100;

/** Follows what one process has to do, and says when it is too much. One reading of the clock a request. */
export class LoadGauge {
  readonly #limits: OverloadLimits;
  readonly #turns: Turns;
  readonly #shown: HostLoad;
  readonly #load: { -readonly [K in keyof Load]: Load[K] };
  #turnStart = -1;
  #windowStart: number;
  #answered = 0;
  #fewest = 0;

  constructor(limits: OverloadLimits, shown: HostLoad, turns: Turns = eventLoop) {
    this.#limits = limits;
    this.#shown = shown;
    this.#turns = turns;
    this.#load = { inFlight: 0, takenInTurn: 0, turnMilliseconds: 0, slice: limits.waitMilliseconds, capacity: null };
    this.#windowStart = turns.now();
  }

  /** Whether the request that has just arrived is too much. */
  overloaded(): boolean {
    const now = this.#turns.now();
    const load = this.#load;
    if (this.#turnStart < 0) {
      this.#turnStart = now;
      this.#turns.afterTurn(this.#endTurn);
    }
    load.turnMilliseconds = now - this.#turnStart;
    if (now - this.#windowStart >= WINDOW_MS) this.#endWindow(now);
    return isOverloaded(load, this.#limits);
  }

  taken(): void {
    this.#load.takenInTurn++;
    this.#enter();
  }

  answered(): void {
    this.#answered++;
    this.#leave();
  }

  /** The client of a request that was taken has to send the rest of it: until `continues`, it is no work of ours. */
  waits(): void {
    this.#leave();
  }

  continues(): void {
    this.#enter();
  }

  #enter(): void {
    this.#shown.requestsInFlight = ++this.#load.inFlight;
  }

  #leave(): void {
    this.#shown.requestsInFlight = --this.#load.inFlight;
    if (this.#load.inFlight < this.#fewest) this.#fewest = this.#load.inFlight;
  }

  #endTurn = (): void => {
    const load = this.#load;
    load.slice = nextSlice(load.slice, this.#turns.now() - this.#turnStart, this.#limits);
    load.takenInTurn = 0;
    this.#turnStart = -1;
  };

  #endWindow(now: number): void {
    const window = { milliseconds: now - this.#windowStart, answered: this.#answered, fewest: this.#fewest };
    this.#load.capacity = nextCapacity(this.#load.capacity, window, this.#limits);
    this.#windowStart = now;
    this.#answered = 0;
    this.#fewest = this.#load.inFlight;
  }
}

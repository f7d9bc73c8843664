/** How long of a turn of the event loop is given to work, in milliseconds. */
const SLICE_MS = 2;

/** The event loop, as far as a queue needs it. */
export interface EventLoop {
  readonly now: () => number;
  /** Once everything that this turn has read is dealt with. */
  readonly afterReads: (step: () => void) => void;
  /** Once what was begun has gone as far as it goes without waiting. */
  readonly afterStep: (step: () => void) => void;
}
const nodeLoop: EventLoop = {
  now: () => performance.now(),
  afterReads: (step) => void setImmediate(step),
  afterStep: (step) => process.nextTick(step),
};

/**
 * Begins work in the order of its arrival and a little of it in each turn of the event loop. libuv accepts one new
 * connection a turn: if a turn were as long as all that waits, new clients and health checks would stand before a
 * closed door. While clients come in, turns without work alternate with work, half of the time each. Where nothing
 * waits, work begins at once.
 */
export class RunQueue<T> {
  readonly #begin: (item: T) => void;
  readonly #loop: EventLoop;
  #items: T[] = [];
  #head = 0;
  #turnStart = -1;
  /** Since when no work that waited was begun. */
  #readingSince = 0;
  #sliceEnd = 0;
  #arrival = false;

  constructor(begin: (item: T) => void, loop: EventLoop = nodeLoop) {
    this.#begin = begin;
    this.#loop = loop;
  }

  /** Whether work waits for its turn. */
  get waiting(): boolean {
    return this.#items.length > 0;
  }

  /** A new connection was accepted; there may be more. */
  arrival(): void {
    this.#arrival = true;
  }

  /** @param now `performance.now()`, which the caller has read already */
  add(item: T, now: number): void {
    if (this.#turnStart < 0) {
      this.#turnStart = now;
      this.#readingSince = now;
      this.#loop.afterReads(this.#afterReads);
    }
    if (this.#items.length === 0 && !this.#arrival && now - this.#turnStart < SLICE_MS) this.#begin(item);
    else this.#items.push(item);
  }

  #afterReads = (): void => {
    const now = this.#loop.now();
    const arrival = this.#arrival;
    this.#arrival = false;
    this.#turnStart = -1;
    if (arrival && now - this.#readingSince < SLICE_MS) {
      this.#nextTurn();
      return;
    }
    // Reading and turning away take time too; half of it all is for work.
    this.#sliceEnd = now + Math.max(SLICE_MS, now - this.#readingSince);
    this.#step();
  };

  #nextTurn(): void {
    if (!this.waiting) return;
    this.#turnStart = this.#loop.now();
    this.#loop.afterReads(this.#afterReads);
  }

  #step = (): void => {
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#loop.now() < this.#sliceEnd) {
      const item = this.#items[this.#head++] as T;
      if (this.#head > 1000) {
        this.#items = this.#items.slice(this.#head);
        this.#head = 0;
      }
      this.#begin(item);
      this.#loop.afterStep(this.#step);
    } else {
      this.#readingSince = this.#loop.now();
      this.#nextTurn();
    }
  };
}

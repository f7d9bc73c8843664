import { Fifo } from './fifo.ts';

/** How long work goes on at least before the next turn of the event loop, in milliseconds, and how long at most. */
const SLICE_MS = 2;
const LONGEST_SLICE_MS = 40;
/** Reading takes time too; half of it all is for work. */
const WORK_TO_READING = 1;
/**
 * Where there is so much that some is refused, less of it is: what was begun goes on outside its slice as well, and if
 * refusing did not keep up with what comes in, the clients would have the queue that we do not want.
 */
const WORK_TO_REFUSING = 0.25;
/**
 * For the same reason a turn that refuses begins few, `AT_ONCE` or one for so many refused: then turns come as often as
 * refusing leaves time for, whatever a request costs and however much of it follows later.
 */
const REFUSED_PER_BEGUN = 16;
/** For how long nothing is answered at most while new connections come in. */
const LONGEST_DOOR_MS = 100;

/** So much is begun at once, before anything of it goes on. */
const AT_ONCE = 16;

/** The event loop, as far as a queue needs it. */
export interface EventLoop {
  readonly now: () => number;
  /** Once everything that this turn has read is dealt with. */
  readonly afterReads: (step: () => void) => void;
  /** Once what was begun has gone on for a bit. */
  readonly afterStep: (step: () => void) => void;
}
const settled = Promise.resolve();
const nodeLoop: EventLoop = {
  now: () => performance.now(),
  afterReads: (step) => void setImmediate(step),
  // Not the next tick alone: all of these come before anything that was begun goes on, so that a slice would have no end.
  afterStep: (step) => void settled.then(() => process.nextTick(step)),
};

/**
 * Begins work in the order of its arrival and a little of it in each turn of the event loop, after what the turn has
 * read. Where nothing waits, work begins at once.
 *
 * Turns have to be short where there is much to do: libuv accepts one connection a turn, hears the first request of it
 * in the next, and ends no turn as long as a thousand connections have something to read. So what is refused is
 * answered after the reads too, lest clients that ask again at once keep a turn from ending; and while new connections
 * come in, nobody is answered for half of the time, so that turns are as short as it takes to accept one.
 */
export class RunQueue<T extends object> {
  readonly #begin: (item: T, addedBy: number) => void;
  readonly #turnRead: () => void;
  readonly #loop: EventLoop;
  readonly #items = new Fifo<T>();
  #refusals: (() => void)[] = [];
  #turnStart = -1;
  /** Since when nothing that waited was answered. */
  #readingSince = 0;
  /** When that was begun last, with all that follows: answers of the database, clients that ask again. */
  #answeringSince = 0;
  /** Until when nothing is answered while new connections come in; negative while they do not. */
  #doorUntil = -1;
  #sliceEnd = 0;
  /** So many may still be begun in this turn. */
  #budget = 0;
  #arrival = false;

  /**
   * @param begin is told, too, by when an item had been added
   * @param turnRead is told when a turn that has read something has read all there was
   */
  constructor(begin: (item: T, addedBy: number) => void, turnRead: () => void = () => {}, loop: EventLoop = nodeLoop) {
    this.#begin = begin;
    this.#turnRead = turnRead;
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
    this.#turn(now);
    if (this.#items.length === 0 && !this.#arrival && now - this.#turnStart < SLICE_MS) this.#begin(item, now);
    else this.#items.push(item);
  }

  /** Puts off an answer that needs no work. @param now as for `add` */
  refuse(answer: () => void, now: number): void {
    this.#turn(now);
    this.#refusals.push(answer);
  }

  #turn(now: number): void {
    if (this.#turnStart >= 0) return;
    this.#turnStart = now;
    if (!this.#late) this.#readingSince = now;
    this.#loop.afterReads(this.#afterReads);
  }

  get #late(): boolean {
    return this.waiting || this.#refusals.length > 0;
  }

  #afterReads = (): void => {
    const now = this.#loop.now();
    this.#turnRead();
    const arrival = this.#arrival;
    this.#arrival = false;
    this.#turnStart = -1;
    if (this.#doorUntil < 0)
      this.#doorUntil = now + Math.min(LONGEST_DOOR_MS, Math.max(SLICE_MS, now - this.#answeringSince));
    if (arrival && now < this.#doorUntil) this.#nextTurn();
    else this.#answer(now);
  };

  #answer(now: number): void {
    this.#doorUntil = -1;
    this.#answeringSince = now;
    const refusals = this.#refusals;
    this.#refusals = [];
    for (const answer of refusals) answer();
    const sliceStart = refusals.length === 0 ? now : this.#loop.now();
    const refuses = refusals.length > 0;
    const share = refuses ? WORK_TO_REFUSING : WORK_TO_READING;
    const slice = Math.min(LONGEST_SLICE_MS, Math.max(SLICE_MS, (sliceStart - this.#readingSince) * share));
    this.#sliceEnd = sliceStart + slice;
    this.#budget = refuses ? Math.max(AT_ONCE, refusals.length / REFUSED_PER_BEGUN) : Infinity;
    this.#step();
  }

  #mayBegin(now: number): boolean {
    return now < this.#sliceEnd && this.#budget > 0;
  }

  #nextTurn(): void {
    if (this.#late) this.#turn(this.#loop.now());
  }

  #step = (): void => {
    let now = this.#loop.now();
    for (let begun = 0; begun < AT_ONCE && this.#mayBegin(now); begun++) {
      const item = this.#items.take();
      if (item === null) break;
      this.#budget--;
      this.#begin(item, this.#answeringSince);
      now = this.#loop.now();
    }
    if (this.waiting && this.#mayBegin(now)) {
      this.#loop.afterStep(this.#step);
      return;
    }
    this.#readingSince = now;
    this.#nextTurn();
  };
}

/** How many places of what was taken may stay at the front. */
const SPARE = 1000;

/**
 * First in, first out. It holds on to nothing that was taken, and makes nothing for what it is given: where many items
 * wait, V8 learns to make such things in the old part of its memory, from then on for each item, and whatever these
 * lead to (whole requests) lives until the next full collection, also when nothing waits any more.
 */
export class Fifo<T extends object> {
  readonly #items: (T | null)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** @returns null where there is none */
  take(): T | null {
    const item = this.#items[this.#head];
    if (item === undefined || item === null) return null;
    this.#items[this.#head++] = null;
    if (this.#head === this.#items.length) this.#restart(0);
    else if (this.#head > SPARE) this.#restart(this.#items.length - this.#head);
    return item;
  }

  /** @param left items that go to the front */
  #restart(left: number): void {
    this.#items.copyWithin(0, this.#head);
    this.#items.length = left;
    this.#head = 0;
  }
}

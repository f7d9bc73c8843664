// A nonce of a consumer is remembered as 64 bits, in two unsigned halves.

const FIRST_CAPACITY = 64;

/** A set of fingerprints in flat arrays (open addressing): 8 bytes a slot, and nothing for the garbage collector to walk. */
class FingerprintSet {
  #high = new Uint32Array(FIRST_CAPACITY);
  #low = new Uint32Array(FIRST_CAPACITY);
  #size = 0;

  has(high: number, low: number): boolean {
    return this.#low[this.#slot(high, low || 1)] !== 0;
  }

  add(high: number, low: number): void {
    if (this.#size * 3 >= this.#low.length * 2) this.#grow();
    const slot = this.#slot(high, low || 1);
    if (this.#low[slot] === 0) this.#size++;
    this.#high[slot] = high;
    this.#low[slot] = low || 1;
  }

  /** Where a fingerprint is, or the empty slot (low part 0) where it belongs. */
  #slot(high: number, low: number): number {
    const mask = this.#low.length - 1;
    let slot = high & mask;
    while (this.#low[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [high, low] = [this.#high, this.#low];
    this.#high = new Uint32Array(high.length * 2);
    this.#low = new Uint32Array(low.length * 2);
    for (let i = 0; i < low.length; i++) {
      if (low[i] === 0) continue;
      const slot = this.#slot(high[i] as number, low[i] as number);
      this.#high[slot] = high[i] as number;
      this.#low[slot] = low[i] as number;
    }
  }
}

const GENERATION_SECONDS = 300;

/** Remembers nonces by generations of five minutes of their timestamps, so that forgetting is dropping a generation. */
export class NonceMemory {
  readonly #generations = new Map<number, FingerprintSet>();

  /** Whether it is remembered under any timestamp. */
  has(high: number, low: number): boolean {
    for (const generation of this.#generations.values()) if (generation.has(high, low)) return true;
    return false;
  }

  /** @param timestamp epoch seconds */
  add(high: number, low: number, timestamp: number): void {
    const number = Math.floor(timestamp / GENERATION_SECONDS);
    let generation = this.#generations.get(number);
    if (generation === undefined) this.#generations.set(number, (generation = new FingerprintSet()));
    generation.add(high, low);
  }

  /** Forgets generations that are not younger than a timestamp. */
  forget(until: number): void {
    for (const number of this.#generations.keys())
      if ((number + 1) * GENERATION_SECONDS <= until) this.#generations.delete(number);
  }
}

import { referencesTooLarge } from './aggregate-errors.ts';
import { sizeOf } from './value-size.ts';

/**
 * The bodies of the calls of an aggregate that went well, by their ids. References to them are short, and what is
 * brought in is read anew each time: a result counts as often as it is used.
 */
export class Results {
  readonly #bodies = new Map<string, unknown>();
  readonly #most: { readonly bytes: number; readonly values: number };
  #bytes = 0;
  #values = 0;

  /** @param bytes as JSON, @param values lists, objects and what is in them: limits of what all references bring in */
  constructor(bytes: number, values: number) {
    this.#most = { bytes, values };
  }

  has(id: string): boolean {
    return this.#bodies.has(id);
  }

  get(id: string): unknown {
    return this.#bodies.get(id);
  }

  set(id: string, body: unknown): void {
    this.#bodies.set(id, body);
  }

  /** Counts a value that a reference brings in. @throws referencesTooLarge */
  spend(value: unknown): void {
    const { bytes, values } = this.#most;
    const size = sizeOf(value, { bytes: bytes - this.#bytes, values: values - this.#values });
    if (size === 'bytes' || size === 'values') throw referencesTooLarge({ max: this.#most[size], what: size });
    this.#bytes += size.bytes;
    this.#values += size.values;
  }
}

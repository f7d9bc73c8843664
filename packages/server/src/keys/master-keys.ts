import { renewable } from '@tessera/modules';
import type { Log } from '@tessera/webapi';

type Keys = readonly Buffer[];

const TRY_AGAIN_AFTER_MS = 1000;

/** The master keys of one process. Where they cannot be read anew it goes on with those it knows, and tries again. */
export class MasterKeys {
  readonly #read: (() => Keys) | undefined;
  readonly #log: Log;
  #known: Keys;
  /** When it was tried last, while it fails. */
  #failedAt: number | null = null;

  constructor(keys: Keys, read: (() => Keys) | undefined, log: Log) {
    this.#read = read;
    this.#log = log;
    this.#known = read === undefined ? keys : renewable(keys, read);
  }

  /** The oldest first. */
  get known(): Keys {
    this.#tryAgain();
    return this.#known;
  }

  /** False while there may be a key that others use and this process could not read. */
  get areCurrent(): boolean {
    this.#tryAgain();
    return this.#failedAt === null;
  }

  /** Reads them anew, after somebody has added one. */
  reload(): void {
    const read = this.#read;
    if (read === undefined) return;
    const failedBefore = this.#failedAt !== null;
    try {
      this.#known = renewable(read(), read);
      this.#failedAt = null;
      if (failedBefore) this.#log.error({ keys: this.#known.length }, 'the master keys can be read again');
    } catch (error) {
      this.#failedAt = performance.now();
      if (!failedBefore)
        this.#log.error({ err: error }, 'the master keys cannot be read, those that are known are used');
    }
  }

  #tryAgain(): void {
    if (this.#failedAt !== null && performance.now() - this.#failedAt > TRY_AGAIN_AFTER_MS) this.reload();
  }
}

/** A database that is there but does not answer; worth another try later (`isTransient`). */
export class DatabaseSilentError extends Error {
  override readonly name = 'DatabaseSilentError';
  readonly code = 'ETIMEDOUT';

  constructor(milliseconds: number, cause: unknown) {
    super(`The database did not answer within ${milliseconds} ms.`, { cause });
  }
}

/**
 * Watches over the statements of one connection: where none of those under way is answered for a time, the connection
 * is given up, and with it all of them. A time limit of the client alone would leave a connection behind whose answer is
 * still to come.
 */
export class AnswerWatch {
  readonly #limit: number;
  readonly #giveUp: () => void;
  #underWay = 0;
  #answers = 0;
  #silent = false;
  #timer: NodeJS.Timeout | null = null;

  /**
   * @param limit milliseconds
   * @param giveUp ends the connection, so that the statements under way fail
   */
  constructor(limit: number, giveUp: () => void) {
    this.#limit = limit;
    this.#giveUp = giveUp;
  }

  /** @throws DatabaseSilentError */
  async during<T>(statement: () => Promise<T>): Promise<T> {
    if (this.#underWay++ === 0) this.#timer = setTimeout(() => this.#look(), this.#limit);
    try {
      return await statement();
    } catch (error) {
      throw this.#silent ? new DatabaseSilentError(this.#limit, error) : error;
    } finally {
      this.#answers++;
      if (--this.#underWay > 0) this.#timer?.refresh();
      else if (this.#timer !== null) clearTimeout(this.#timer);
    }
  }

  /** A process that was held up finds timers first and then what has arrived meanwhile. */
  #look(): void {
    const before = this.#answers;
    setImmediate(() => {
      if (this.#underWay === 0 || this.#answers > before) return;
      this.#silent = true;
      this.#giveUp();
    });
  }
}

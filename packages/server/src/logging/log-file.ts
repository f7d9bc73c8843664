import { closeSync, openSync, writeSync } from 'node:fs';
import { systemSentence } from '../explain.ts';

const STDERR = 2;
const NEW_LINE = 10;
/** How long a reader of standard error may take before lines are lost rather than requests held up. */
const PATIENCE_MS = 1000;
const PAUSE_MS = 10;

/**
 * Where log lines end up: the end of a file, or standard error. Writes at once. What cannot be written, since the disk
 * is full for example, is lost and counted: a log never stops what it tells of.
 */
export class LogFile {
  readonly #path: string | undefined;
  readonly #name: string;
  readonly #note: (sentence: string) => void;
  #descriptor: number;
  #failing = false;
  #lost = 0;
  /** Whether the last line is there in part only. */
  #torn = false;

  /**
   * @param path undefined for standard error
   * @param note hears a sentence when writing begins to fail, and another when it works again
   * @throws the system's error where the file cannot be opened
   */
  constructor(path: string | undefined, note: (sentence: string) => void = noteOnStandardError) {
    this.#path = path;
    this.#name = path ?? 'standard error';
    this.#note = note;
    this.#descriptor = path === undefined ? STDERR : openSync(path, 'a');
  }

  /** @param text whole lines */
  write(text: string): void {
    const repair = this.#torn ? '\n' : '';
    const bytes = Buffer.from(repair + text);
    const { written, error } = this.#put(bytes);
    if (written > 0) this.#torn = bytes[written - 1] !== NEW_LINE;
    if (written === bytes.length) this.#works();
    else this.#fails(linesIn(bytes.subarray(Math.max(written, repair.length))), error);
  }

  /** Goes on in the file that has the name now: whoever rotates logs has moved the old one away. */
  reopen(): void {
    if (this.#path === undefined) return;
    try {
      const fresh = openSync(this.#path, 'a');
      closeSync(this.#descriptor);
      this.#descriptor = fresh;
      this.#torn = false;
    } catch (error) {
      this.#note(`${this.#name} cannot be opened again: ${systemSentence(error)} The log goes on where it was.`);
    }
  }

  #fails(lines: number, error: unknown): void {
    this.#lost += lines;
    if (this.#failing) return;
    this.#failing = true;
    this.#note(`${this.#name} cannot be written: ${systemSentence(error)} Log lines are lost until it can.`);
  }

  #works(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#note(`${this.#name} can be written again; ${this.#lost} log lines were lost.`);
    this.#lost = 0;
  }

  #put(bytes: Buffer): { written: number; error?: unknown } {
    let written = 0;
    let until = performance.now() + (this.#failing ? 0 : PATIENCE_MS);
    while (written < bytes.length)
      try {
        written += writeSync(this.#descriptor, bytes, written);
        until = performance.now() + PATIENCE_MS;
      } catch (error) {
        const isBusy = (error as NodeJS.ErrnoException).code === 'EAGAIN';
        if (!isBusy || performance.now() >= until) return { written, error };
        Atomics.wait(pauseCell, 0, 0, PAUSE_MS);
      }
    return { written };
  }
}

const pauseCell = new Int32Array(new SharedArrayBuffer(4));

const linesIn = (bytes: Buffer): number => bytes.reduce((count, byte) => (byte === NEW_LINE ? count + 1 : count), 0);

function noteOnStandardError(sentence: string): void {
  try {
    writeSync(STDERR, `tessera: ${sentence}\n`);
  } catch {
    // There is nobody left to tell.
  }
}

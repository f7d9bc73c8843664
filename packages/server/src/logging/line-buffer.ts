import type { DestinationStream } from 'pino';

/** So much is gathered before it is written, and so long at most: a write for every line would cost more than the line. */
const BUFFER_CHARACTERS = 60_000;
const BUFFER_MS = 200;

/** Lines on their way to a stream that writes at once what it gets. */
export class LineBuffer implements DestinationStream {
  readonly #write: (text: string) => void;
  #text = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  write(line: string): void {
    this.#text += line;
    if (this.#text.length >= BUFFER_CHARACTERS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), BUFFER_MS).unref();
  }

  /** Writes what is there. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const text = this.#text;
    this.#text = '';
    if (text !== '') this.#write(text);
  }
}

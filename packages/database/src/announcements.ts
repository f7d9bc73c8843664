import { randomBytes } from 'node:crypto';

/** Longest wait for acknowledgements: a process that does not hear asks the database at every request instead. */
const PATIENCE_MS = 250;
/** Announcements whose acknowledgements came before anybody waited for them. */
const KEPT = 1000;

/** The way to the other processes. */
export interface Network {
  /** How many processes listen, this one included. */
  readonly listeners: () => Promise<number>;
  readonly tell: (channel: string, text: string) => Promise<unknown>;
}

const answersTo = (process: string): string => `tessera_heard_${process}`;

/**
 * Changes that this process announces to all, itself included (NOTIFY), and their acknowledgements. Whoever waits for
 * these before it answers leaves no time in which another process acts upon what was before: a token that was revoked
 * here is dead there.
 */
export class Announcements {
  readonly #process = randomBytes(6).toString('hex');
  readonly #network: Network;
  readonly #heardBy = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();
  #count = 0;

  constructor(network: Network) {
    this.#network = network;
  }

  /** Channel on which the others acknowledge what this process has announced. */
  get answers(): string {
    return answersTo(this.#process);
  }

  /** The text of a new announcement about something, unlike any other. */
  next(subject: string): string {
    return `${subject} ${this.#process} ${++this.#count}`;
  }

  /** Acknowledges an announcement, once what it says is known here. */
  hear(text: string): void {
    const process = text.split(' ')[1];
    if (process === this.#process) this.acknowledged(text);
    else if (process !== undefined) this.#network.tell(answersTo(process), text).catch(() => {});
  }

  /** Some process has heard an announcement of ours. */
  acknowledged(text: string): void {
    if (this.#heardBy.size >= KEPT) this.#heardBy.clear();
    this.#heardBy.set(text, (this.#heardBy.get(text) ?? 0) + 1);
    this.#waiting.get(text)?.();
  }

  /** Resolves when all who listen have heard an announcement of ours, or it takes too long. */
  async heardByAll(text: string): Promise<void> {
    const listeners = await this.#network.listeners().catch(() => 0);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      const look = (): void => {
        if ((this.#heardBy.get(text) ?? 0) < listeners) return;
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.set(text, look);
      look();
    });
    this.#waiting.delete(text);
    this.#heardBy.delete(text);
  }
}

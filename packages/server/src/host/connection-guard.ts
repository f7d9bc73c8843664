import type { Socket } from 'node:net';
import { SHED_ANSWER } from './refusals.ts';
import { type WholeRequest, wholeRequest } from './whole-request.ts';

type Listener = (chunk: Buffer) => void;

/**
 * What a guard asks for each request.
 * @param refuse answers it
 * @returns whether it is refused; then `refuse` is called soon, once what else was read is dealt with
 */
export type TurnAway = (url: string, refuse: () => void) => boolean;

/**
 * Stands between a connection and HTTP, and turns requests away before they are parsed: `node:http` spends half as much
 * on a request that is only refused as on one that is answered, so a process that has three times too much to do would
 * do nothing but refuse. What a guard cannot read goes to HTTP, which then refuses it.
 */
export class ConnectionGuard {
  readonly #socket: Socket;
  readonly #toHttp: Listener;
  readonly #turnAway: TurnAway;
  /** Requests that HTTP has and has not answered. */
  #unanswered = 0;
  /** Whether a refusal is put off. */
  #owed = false;
  /** Whether HTTP has had a request; until then it takes the connection for one on which nothing is sent. */
  #begun = false;
  /** Bytes until the next request begins; null where that is not known any more. */
  #missing: number | null = 0;

  /** @param socket a connection on which HTTP listens and nothing has been read */
  constructor(socket: Socket, turnAway: TurnAway) {
    this.#socket = socket;
    this.#turnAway = turnAway;
    const [toHttp] = socket.listeners('data');
    this.#toHttp = toHttp as Listener;
    socket.off('data', this.#toHttp);
    socket.on('data', this.#read);
    // HTTP ends a connection whose client has ended its side and for which it has no answer.
    socket.prependListener('end', this.#refuse);
  }

  requested(): void {
    this.#unanswered++;
  }

  answered(): void {
    this.#unanswered--;
  }

  #read = (chunk: Buffer): void => {
    // Answers come in the order of their requests.
    this.#refuse();
    if (this.#missing === 0) {
      const request = wholeRequest(chunk);
      if (request !== null && this.#canRefuse(request) && this.#turnAway(request.url, this.#refuse)) {
        this.#owed = true;
        return;
      }
      this.#missing = request?.missing ?? null;
    } else if (this.#missing !== null) {
      this.#missing = chunk.length <= this.#missing ? this.#missing - chunk.length : null;
    }
    this.#begun = true;
    this.#toHttp.call(this.#socket, chunk);
  };

  #canRefuse({ method, missing }: WholeRequest): boolean {
    // An answer to HEAD has no body, and a client that does not read gets no more answers.
    return (
      this.#begun && missing === 0 && method !== 'HEAD' && this.#unanswered === 0 && this.#socket.writableLength === 0
    );
  }

  #refuse = (): void => {
    if (!this.#owed) return;
    this.#owed = false;
    if (this.#socket.writable) this.#socket.write(SHED_ANSWER);
  };
}

// One keep-alive connection that carries one request at a time. Less work than any HTTP client, so that one core can
// ask for more than another core can answer.
import { connect, type Socket } from 'node:net';

const HEADERS_END = Buffer.from('\r\n\r\n');
/** What is read is looked at before anything else is read, so that all connections share the place for it. */
const SHARED = Buffer.allocUnsafeSlow(65_536);
const NOTHING = Buffer.alloc(0);

export interface Outcome {
  /** 0: no answer, the connection ended or nothing came in time. */
  readonly status: number;
}

export class RawClient {
  readonly #port: number;
  readonly #free: (client: RawClient) => void;
  #socket: Socket | null = null;
  #received: Buffer = NOTHING;
  #answered: ((outcome: Outcome) => void) | null = null;
  askedAt = 0;

  /** @param free is told when the connection can carry the next request */
  constructor(port: number, free: (client: RawClient) => void) {
    this.#port = port;
    this.#free = free;
  }

  get busy(): boolean {
    return this.#answered !== null;
  }

  ask(request: Buffer | string, answered: (outcome: Outcome) => void): void {
    this.#answered = answered;
    this.askedAt = performance.now();
    (this.#socket ?? this.#connect()).write(request);
  }

  /** Gives up: what was asked is counted as unanswered. */
  end(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
    this.#settle({ status: 0 });
  }

  #connect(): Socket {
    const onread = {
      buffer: SHARED,
      callback: (size: number): boolean => {
        if (this.#socket === socket) this.#read(SHARED.subarray(0, size));
        return true;
      },
    };
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true, onread });
    this.#socket = socket;
    this.#received = NOTHING;
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#settle({ status: 0 });
    });
    return socket;
  }

  #read(chunk: Buffer): void {
    const received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = received.indexOf(HEADERS_END);
    const head = end < 0 ? '' : received.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: ?(\d+)/i.exec(head)?.[1] ?? 0);
    if (end < 0 || received.length < end + 4 + length) {
      this.#received = received === chunk ? Buffer.from(chunk) : received;
      return;
    }
    this.#received = NOTHING;
    if (/\r\nconnection: ?close/i.test(head)) {
      this.#socket?.end();
      this.#socket = null;
    }
    this.#settle({ status: Number(head.slice(9, 12)) });
  }

  #settle(outcome: Outcome): void {
    const answered = this.#answered;
    if (answered === null) return;
    this.#answered = null;
    answered(outcome);
    this.#free(this);
  }
}

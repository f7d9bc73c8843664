import type { Socket } from 'node:net';

export interface ConnectionLimits {
  /** Connections at a time. */
  readonly total: number;
  /** Connections at a time from one address that is not a trusted proxy; 0 for any number. */
  readonly perAddress: number;
}

/** Whether one more connection is too much. @param open how many there are @param fromAddress from its address */
export const isTooMany = (open: number, fromAddress: number, { total, perAddress }: ConnectionLimits): boolean =>
  open >= total || (perAddress > 0 && fromAddress >= perAddress);

/** Counts the connections of one process. */
export class ConnectionCount {
  readonly #limits: ConnectionLimits;
  readonly #isProxy: (address: string) => boolean;
  readonly #byAddress = new Map<string, number>();
  #open = 0;

  constructor(limits: ConnectionLimits, isProxy: (address: string) => boolean) {
    this.#limits = limits;
    this.#isProxy = isProxy;
  }

  /** Counts a new connection until it closes. @returns false where it is too much; then it is not counted */
  admit(socket: Socket): boolean {
    const address = socket.remoteAddress ?? '';
    const from = this.#byAddress.get(address) ?? 0;
    if (isTooMany(this.#open, this.#isProxy(address) ? 0 : from, this.#limits)) return false;
    this.#open++;
    this.#byAddress.set(address, from + 1);
    socket.once('close', () => {
      this.#open--;
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left > 0) this.#byAddress.set(address, left);
      else this.#byAddress.delete(address);
    });
    return true;
  }
}

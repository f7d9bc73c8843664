import { readFileSync } from 'node:fs';
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

/** Files that are not connections: the database, the log, what Node needs. */
const OTHER_FILES = 100;

/** So many of the wanted connections as the system lets this process have files for. @param limits `/proc/self/limits` */
export function possibleConnections(wanted: number, limits: string): number {
  const files = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.NaN);
  return Number.isNaN(files) ? wanted : Math.max(10, Math.min(wanted, files - OTHER_FILES));
}

/** What the system says of the limits of this process; empty where it does not. */
export function systemLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}

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

import type { AddressParts } from './address.ts';

/** What may be given with any call. */
export interface CallOptions extends AddressParts {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether it may be sent again when the store is away or busy. GET, PUT and DELETE may, unless told otherwise; a POST
   * only where twice does what once does, as with the `Idempotency-Key` header of Tessera.
   */
  readonly repeat?: boolean | undefined;
}

export interface RawCall extends CallOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Sends a call and gives the decoded answer; `mode` stands between store view and route. */
export type Send = (method: string, route: string, call?: RawCall, mode?: string) => Promise<unknown>;

import type { AddressParts } from './address.ts';

/** What may be given with any call. */
export interface CallOptions extends AddressParts {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RawCall extends CallOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Sends a call and gives the decoded answer; `mode` stands between store view and route. */
export type Send = (method: string, route: string, call?: RawCall, mode?: string) => Promise<unknown>;

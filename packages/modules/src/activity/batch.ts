import type { Outcome } from './tables.ts';

/** A call as it waits to be written. */
export interface WaitingCall {
  readonly occurred_at: number;
  readonly caller_kind: string;
  readonly caller_id: number | null;
  readonly caller_name: string | null;
  integration_id: number | null;
  /** Of a refused signature: whose it claims to be. */
  readonly consumerKey: string | null;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly microseconds: number;
  readonly remote_address: string;
  readonly reason: string | null;
}
export interface WaitingCount {
  readonly slot: number;
  readonly caller_kind: string;
  readonly integration_id: number;
  readonly outcome: Outcome;
  readonly duration: number;
  readonly calls: number;
}
/** What has happened since the last writing. */
export interface Batch {
  readonly calls: readonly WaitingCall[];
  readonly counts: readonly WaitingCount[];
  /** Milliseconds since the epoch by integration. */
  readonly used: ReadonlyMap<number, number>;
  /** The same by access token. */
  readonly usedTokens: ReadonlyMap<number, number>;
}

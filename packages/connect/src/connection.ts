import type { Client } from './client/client.ts';
import type { ConnectionStatus } from './storage/connection-store.ts';

/** One store tied to one account. */
export interface Connection {
  readonly id: string;
  readonly account: string;
  /** With a slash at its end: `https://shop.example/`. */
  readonly storeUrl: string;
  readonly consumerKey: string;
  /** `revoked`: the store no longer takes the token; activating or reauthorising the integration mends it. */
  readonly status: ConnectionStatus;
  readonly connectedAt: Date;
  /** A client that signs with this connection's token, and goes on with a newer one after a reauthorisation. */
  readonly client: () => Client;
}

import type { SignatureMethod } from '@tessera/oauth1';
import type { AddressPolicy } from './address/store-url.ts';
import type { EventListener } from './event.ts';
import type { Fetch } from './http/guarded-fetch.ts';
import type { Sealer } from './secrets/sealer.ts';
import type { ConnectionStore } from './storage/connection-store.ts';

/** The effects and choices that every part of one `createConnect` shares. */
export interface Context {
  readonly store: ConnectionStore;
  readonly sealer: Sealer;
  readonly fetch: Fetch;
  readonly policy: AddressPolicy;
  readonly isOwnAddress: (storeUrl: URL, address: URL) => boolean;
  readonly identity: (request: Request) => Promise<string | null> | string | null;
  readonly emit: EventListener;
  readonly signatureMethod: SignatureMethod;
  /** Milliseconds. */
  readonly pendingLifetime: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs works of the same name one after the other. */
  readonly oneAtATime: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

import type { SignatureMethod } from '@tessera/oauth1';
import { isPublicAddress } from './address/public-address.ts';
import { type AddressPolicy, isSameOrigin } from './address/store-url.ts';
import type { Connection } from './connection.ts';
import { connectionOf, connectionsOf, disconnect } from './connections.ts';
import type { Context } from './context.ts';
import type { EventListener } from './event.ts';
import { receiveCallback } from './handshake/callback.ts';
import { type Completion, completeHandover, refuseHandover } from './handshake/complete.ts';
import { type Handover, openHandover } from './handshake/handover.ts';
import { createGuardedFetch, type Fetch } from './http/guarded-fetch.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { createSealer, type SecretKey } from './secrets/sealer.ts';
import type { ConnectionStore } from './storage/connection-store.ts';

export interface ConnectOptions extends AddressPolicy {
  /** Where connections are kept: `sqlConnectionStore`, `memoryConnectionStore`, or the application's own. */
  readonly store: ConnectionStore;
  /** Encrypts the secrets at rest. Of several the first encrypts and all decrypt. */
  readonly secretKey: SecretKey | readonly SecretKey[];
  /** The account of whoever is signed in, by the request's cookie; null when nobody is. */
  readonly identity: (request: Request) => Promise<string | null> | string | null;
  /** Hears what happens. What it throws becomes a process warning and stops nothing. */
  readonly onEvent?: EventListener;
  /** Whether an address the browser is to be sent to is the store's own; of the same origin unless told otherwise. */
  readonly isOwnAddress?: (storeUrl: URL, address: URL) => boolean;
  /** HMAC-SHA256 unless told otherwise. */
  readonly signatureMethod?: SignatureMethod;
  /** How long a callback is kept for its user to appear, in milliseconds; an hour unless told otherwise. */
  readonly pendingLifetime?: number;
  /** In place of the guarded one, which checks every IP address that it connects to. */
  readonly fetch?: Fetch;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The third party's side of Magento's integration handshake. */
export interface Connect {
  /** Answers the store's POST to the callback URL. */
  readonly callback: (request: Request) => Promise<Response>;
  /** What to show at the identity link (GET). Changes nothing but the status of a connection whose token has ended. */
  readonly handover: (request: Request) => Promise<Handover>;
  /** The user agreed (POST to the same address with its query): exchanges the tokens. */
  readonly complete: (request: Request, pendingId: string) => Promise<Completion>;
  /** The user did not agree. */
  readonly refuse: (request: Request, pendingId: string) => Promise<void>;
  readonly connections: (account: string) => Promise<readonly Connection[]>;
  /** Null as well when the connection is another account's. */
  readonly connection: (account: string, id: string) => Promise<Connection | null>;
  /** Forgets the tokens; the integration stays in the store until the merchant deletes it there. */
  readonly disconnect: (account: string, id: string) => Promise<boolean>;
}

/**
 * Connects an application to the stores of its users.
 *
 * @throws TypeError when `secretKey` is not of 32 bytes
 */
export function createConnect(options: ConnectOptions): Connect {
  const allowPrivate = options.allowPrivate === true;
  const context: Context = {
    store: options.store,
    sealer: createSealer(options.secretKey),
    identity: options.identity,
    fetch: options.fetch ?? createGuardedFetch({ isAllowed: allowPrivate ? () => true : isPublicAddress }),
    policy: options,
    isOwnAddress: options.isOwnAddress ?? isSameOrigin,
    signatureMethod: options.signatureMethod ?? 'HMAC-SHA256',
    pendingLifetime: options.pendingLifetime ?? 3_600_000,
    now: options.now ?? Date.now,
    emit: quietly(options.onEvent ?? (() => {})),
    oneAtATime: createOneAtATime(),
  };
  return {
    callback: (request) => receiveCallback(context, request),
    handover: (request) => openHandover(context, request),
    complete: (request, pendingId) => completeHandover(context, request, pendingId),
    refuse: (request, pendingId) => refuseHandover(context, request, pendingId),
    connections: (account) => connectionsOf(context, account),
    connection: (account, id) => connectionOf(context, account, id),
    disconnect: (account, id) => disconnect(context, account, id),
  };
}

/** A listener that fails must not make a handshake fail that the store has already taken for done. */
function quietly(listener: EventListener): EventListener {
  return async (event) => {
    try {
      await listener(event);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  };
}

import { randomUUID } from 'node:crypto';
import { type Client, clientFor } from './client/client.ts';
import { StoreError } from './client/store-error.ts';
import type { TransportOptions } from './client/transport.ts';
import type { Connection } from './connection.ts';
import type { Context } from './context.ts';
import type { ConnectionRecord } from './storage/connection-store.ts';

/** What is encrypted in a connection's record. */
export interface ConnectionSecrets {
  readonly consumerSecret: string;
  readonly token: string;
  readonly tokenSecret: string;
}

/** A connection as the application sees it: without its secrets. */
export function connectionFrom(context: Context, record: ConnectionRecord): Connection {
  const { id, account, storeUrl, consumerKey, status, connectedAt } = record;
  const client = () => clientOf(context, record);
  return Object.freeze({ id, account, storeUrl, consumerKey, status, connectedAt: new Date(connectedAt), client });
}

/** All connections of an account, the oldest first. */
export async function connectionsOf(context: Context, account: string): Promise<readonly Connection[]> {
  return (await context.store.connections(account)).map((record) => connectionFrom(context, record));
}

/** One connection of an account; null when there is none or it is another account's. */
export async function connectionOf(context: Context, account: string, id: string): Promise<Connection | null> {
  const record = await context.store.connection(id);
  return record === null || record.account !== account ? null : connectionFrom(context, record);
}

/** Forgets a connection with its tokens; says whether the account had it. */
export async function disconnect(context: Context, account: string, id: string): Promise<boolean> {
  const connection = await connectionOf(context, account, id);
  if (connection === null) return false;
  await context.store.removeConnection(id);
  await context.emit({ type: 'disconnected', connection });
  return true;
}

/** Somebody waits for the page. */
const ONE_QUICK_ATTEMPT = { retry: { attempts: 1 }, timeout: 10_000 };

/**
 * Asks the store whether it still takes the token of a connection, by one signed call; when not, the connection is
 * marked as revoked.
 *
 * @returns the error that says no, or that there was no answer to go by; null for yes
 */
export async function refusalOf(context: Context, record: ConnectionRecord): Promise<StoreError | null> {
  try {
    // Every store has this route, and it is open to every active integration, whatever its resources.
    await clientOf(context, record, ONE_QUICK_ATTEMPT).get('/V1/modules');
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  return null;
}

function clientOf(
  context: Context,
  first: ConnectionRecord,
  options: Pick<TransportOptions, 'retry' | 'timeout'> = {},
): Client {
  let record = first;
  const credentials = () => ({
    consumerKey: record.consumerKey,
    ...context.sealer.open<ConnectionSecrets>(record.secrets, record.id),
  });
  return clientFor({
    ...options,
    storeUrl: record.storeUrl,
    credentials: credentials(),
    fetch: context.fetch,
    signatureMethod: context.signatureMethod,
    renew: async () => {
      const stored = await context.store.connection(record.id);
      if (stored === null) return null;
      if (stored.secrets === record.secrets) {
        await markRevoked(context, stored);
        return null;
      }
      record = stored;
      return credentials();
    },
  });
}

/** Writes nothing when a reauthorisation was faster. */
async function markRevoked(context: Context, record: ConnectionRecord): Promise<void> {
  if (record.status === 'revoked') return;
  const revoked: ConnectionRecord = { ...record, status: 'revoked', revision: randomUUID() };
  if (await context.store.replaceConnection(revoked, record.revision))
    await context.emit({ type: 'revoked', connection: connectionFrom(context, revoked) });
}

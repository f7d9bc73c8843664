import type { Connection } from './connection.ts';

/** What an application may want to hear of: to log it, to begin an import, to tell a user. */
export type ConnectEvent =
  /** A callback was not taken; nothing was changed. */
  | { readonly type: 'callback-refused'; readonly status: number; readonly reason: string }
  /** A store is connected for the first time, or by a new integration. */
  | { readonly type: 'connected'; readonly connection: Connection }
  /** The same integration gave new tokens. */
  | { readonly type: 'reauthorized'; readonly connection: Connection }
  /** The store no longer takes the token: it has expired, or the integration was deleted or is being authorised again. */
  | { readonly type: 'revoked'; readonly connection: Connection }
  | { readonly type: 'disconnected'; readonly connection: Connection };

export type EventListener = (event: ConnectEvent) => void | Promise<void>;

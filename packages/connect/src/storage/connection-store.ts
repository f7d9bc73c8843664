/** A handshake that a store began: what came to the callback endpoint and is not yet tied to an account. */
export interface PendingRecord {
  readonly id: string;
  readonly consumerKey: string;
  readonly storeUrl: string;
  /** Tells repetitions of the same callback; says nothing about the secrets in it. */
  readonly fingerprint: string;
  /** Encrypted. */
  readonly secrets: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

/** `revoked`: the store no longer takes the token. */
export type ConnectionStatus = 'active' | 'revoked';

/** One store tied to one account. */
export interface ConnectionRecord {
  readonly id: string;
  readonly account: string;
  readonly storeUrl: string;
  readonly consumerKey: string;
  readonly status: ConnectionStatus;
  /** Of the callback that it was made from. */
  readonly fingerprint: string;
  /** Encrypted. */
  readonly secrets: string;
  /** Changes with every write: whoever writes names the one it has read. */
  readonly revision: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
}

/**
 * Where an application keeps its connections. Everything is text and numbers, the secrets are encrypted already.
 * `account` with `storeUrl` is unique among connections, and so is `storeUrl` with `consumerKey`.
 */
export interface ConnectionStore {
  addPending(record: PendingRecord): Promise<void>;
  updatePending(record: PendingRecord): Promise<void>;
  /** All of one consumer, the newest first. */
  pendingOf(consumerKey: string): Promise<readonly PendingRecord[]>;
  removePending(ids: readonly string[]): Promise<void>;
  /** Removes what was received before this moment. */
  removePendingBefore(moment: number): Promise<void>;

  /** @throws any error when one for the same account and store, or the same store and consumer, exists */
  addConnection(record: ConnectionRecord): Promise<void>;
  /** Writes only while the stored revision is still `revision`; says whether it wrote. */
  replaceConnection(record: ConnectionRecord, revision: string): Promise<boolean>;
  connection(id: string): Promise<ConnectionRecord | null>;
  connectionOf(storeUrl: string, consumerKey: string): Promise<ConnectionRecord | null>;
  /** All of one account, the oldest first. */
  connections(account: string): Promise<readonly ConnectionRecord[]>;
  removeConnection(id: string): Promise<void>;
}

/** A nonce that came with a good signature. */
export interface Nonce {
  readonly consumerId: number;
  readonly nonce: string;
  /** Epoch seconds. */
  readonly timestamp: number;
}

/** Where nonces are kept. */
export interface NonceStore {
  /** How many are stored together at most. */
  readonly batchSize: number;
  /** How many batches it takes at the same time. */
  readonly parallel: number;
  /** How many have to wait for a batch to begin beside another: each costs a commit, however few it holds. */
  readonly worthACommit: number;
  /**
   * Stores those that nobody has used before, and says for each whether it is stored now; of equal ones, the first
   * counts.
   */
  readonly store: (nonces: readonly Nonce[]) => Promise<readonly boolean[]>;
  /** Reads what it needs before it can store. */
  readonly prepare: () => Promise<void>;
  /** Whether its consumer has used it; stores nothing. */
  readonly knows: (nonce: Nonce) => Promise<boolean>;
}

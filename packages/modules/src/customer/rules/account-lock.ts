/** What an account remembers of wrong passwords; moments in epoch seconds. */
export interface LockState {
  readonly failures: number;
  readonly first_failure_at: number | null;
  readonly locked_until: number | null;
}
export interface LockPolicy {
  /** Wrong passwords that lock the account; 0: it is never locked. */
  readonly failures: number;
  /** How long it stays locked, and how long wrong passwords count, in seconds. */
  readonly seconds: number;
}

export const UNLOCKED: LockState = Object.freeze({ failures: 0, first_failure_at: null, locked_until: null });

export const isLocked = (state: LockState, now: number): boolean =>
  state.locked_until !== null && state.locked_until > now;

/** The state after one more wrong password: counted anew once the first failure or the lock is over. */
export function afterFailure(state: LockState, policy: LockPolicy, now: number): LockState {
  const over = state.locked_until !== null && state.locked_until <= now;
  const fresh = over || state.first_failure_at === null || state.first_failure_at + policy.seconds <= now;
  const failures = fresh ? 1 : state.failures + 1;
  return {
    failures,
    first_failure_at: fresh ? now : state.first_failure_at,
    locked_until: policy.failures > 0 && failures >= policy.failures ? now + policy.seconds : null,
  };
}

import { useSyncExternalStore } from 'react';

/** Shorter than any sensible session. */
const AWAY_AFTER_MILLISECONDS = 5 * 60_000;
const LOOK_EVERY_MILLISECONDS = 30_000;

let lastSeen = Date.now();
let isAway = false;
const listeners = new Set<() => void>();
const change = (to: boolean): void => {
  if (isAway === to) return;
  isAway = to;
  for (const listener of listeners) listener();
};
const come = (): void => {
  lastSeen = Date.now();
  change(false);
};
let isWatching = false;
function subscribe(listener: () => void): () => void {
  if (!isWatching) {
    isWatching = true;
    come();
    for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel'])
      window.addEventListener(sign, come, { passive: true });
    setInterval(() => change(Date.now() - lastSeen > AWAY_AFTER_MILLISECONDS), LOOK_EVERY_MILLISECONDS);
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * How often to read again what changes while somebody looks on. In front of an empty chair not at all: a session that is
 * left idle would never end.
 */
export const usePolling = (milliseconds: number | undefined): number | false =>
  useSyncExternalStore(subscribe, () => isAway) ? false : (milliseconds ?? false);

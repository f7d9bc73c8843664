import { setImmediate as afterInput } from 'node:timers/promises';

/** For how long work goes on before other requests have their turn, in milliseconds. */
const LONGEST_TURN = 10;

/**
 * For long work that is done piece by piece: called between two pieces, it lets whoever waits for the event loop go
 * first where the last turn was long enough. Pieces of any size may be waited for in this way; what counts is the time.
 */
export function turns(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < LONGEST_TURN) return;
    await afterInput();
    began = performance.now();
  };
}

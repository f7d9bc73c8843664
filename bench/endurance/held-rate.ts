import { type PhaseResult, putLoad, SLOW_MS } from './load.ts';
import type { Asked } from './subject.ts';

/** What a search ends at: a twentieth of the highest rate that is possible. */
const STEPS = 20;

export const isHeld = (result: PhaseResult): boolean =>
  Object.keys(result.statuses).every((status) => status === '200') && result.p99 <= SLOW_MS;

/**
 * The highest rate that is held: trial by trial as RFC 2544, section 26.1, finds a throughput, where a trial passes that
 * has no error and answers 99 of 100 within 20 ms. Not what is possible at best: a machine whose speed changes holds less.
 * @param possible answers per second of clients that ask without a pause
 * @param seconds of each trial, after a tenth of the same
 * @returns requests per second; 0 where not even a twentieth of what is possible is held
 */
export async function heldRate(asked: Asked, possible: number, seconds: number): Promise<number> {
  let held = 0;
  let tooMuch = STEPS + 1;
  while (tooMuch - held > 1) {
    const step = Math.floor((held + tooMuch) / 2);
    const rate = (possible * step) / STEPS;
    const phases = [
      { seconds: seconds / 10, rate },
      { seconds, rate },
    ];
    const [, result] = await putLoad({ ...asked, phases, connections: 1000 });
    if (result !== undefined && isHeld(result)) held = step;
    else tooMuch = step;
  }
  return (possible * held) / STEPS;
}

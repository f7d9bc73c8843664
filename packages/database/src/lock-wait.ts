import { setTimeout as pause } from 'node:timers/promises';

/** As SQLite's own waiting begins; shorter ones make neighbours take turns more often, at the cost of both. */
const PAUSES_MS = [1, 2, 5, 10, 15, 20, 25];

const isBusy = (error: unknown): boolean => /^SQLITE_BUSY/.test((error as { code?: string } | null)?.code ?? '');

/**
 * Does what needs SQLite's lock for writing, trying again while another program holds it. SQLite's own waiting
 * (`busy_timeout`) would hold up everything else in this process as well.
 * @param until up to when it is worth trying again, by `performance.now()`; tried once in any case
 */
export async function whenFree<T>(attempt: () => T, until: number): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
    }
    await pause(PAUSES_MS[tries] ?? (PAUSES_MS.at(-1) as number));
  }
}

/** Rows that one step of a clean-up takes: on SQLite a statement holds up everything else. */
export const SLICE_ROWS = 500;

/**
 * Works something off in slices, with everything else that a process has to do in between.
 * @param step takes at most `SLICE_ROWS` and tells how many it took; it is repeated until it took fewer
 */
export async function inSlices(step: () => Promise<number>): Promise<void> {
  while ((await step()) >= SLICE_ROWS) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Deletes in slices. @param slice a statement that deletes at most so many rows */
export const deleteInSlices = (
  slice: (rows: number) => { executeTakeFirst: () => Promise<{ readonly numDeletedRows: bigint }> },
): Promise<void> => inSlices(async () => Number((await slice(SLICE_ROWS).executeTakeFirst()).numDeletedRows));

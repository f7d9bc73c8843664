import { isTransient } from './database-problem.ts';
import type { Db } from './door.ts';

/**
 * Writes items in one transaction; where the database refuses it, each half in one of its own, and so on, so that an
 * item that cannot be written costs no other.
 * @returns why items were not written, one reason for each of them
 * @throws what may pass (a lock, a lost connection): nothing more is tried then
 */
export async function writeInHalves<T>(
  door: Db,
  items: readonly T[],
  write: (db: Db, items: readonly T[]) => Promise<void>,
): Promise<readonly unknown[]> {
  if (items.length === 0) return [];
  try {
    await door.transaction((db) => write(db, items));
    return [];
  } catch (error) {
    if (isTransient(error)) throw error;
    if (items.length === 1) return [error];
  }
  const middle = Math.ceil(items.length / 2);
  const first = await writeInHalves(door, items.slice(0, middle), write);
  return [...first, ...(await writeInHalves(door, items.slice(middle), write))];
}

import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/**
 * Brings what is shown up to date after a change. What is being read just now may have been read before the change, and
 * `invalidateQueries` alone waits for it where nothing was there before: the list would show for good what is no more.
 */
export async function refresh(client: QueryClient, what: QueryFilters): Promise<void> {
  await client.cancelQueries(what);
  await client.invalidateQueries(what);
}

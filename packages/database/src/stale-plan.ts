/**
 * Whether PostgreSQL refuses a prepared statement because its rows have another shape than when it was prepared: another
 * process, of a later version, has migrated a table. It goes on being refused over the same connection.
 */
export const isStalePlan = (error: unknown): boolean =>
  (error as { routine?: unknown } | null)?.routine === 'RevalidateCachedQuery';

import type { Db } from '@tessera/database';
import type { BackgroundJob, Call } from '@tessera/webapi';
import { auditDays } from './settings.ts';

const DAY_MS = 86_400_000;
const ROWS_AT_ONCE = 1000;

/** Deletes what is older than the retention, in slices. Nothing else opens the table's guard, and it closes it again. */
export async function cleanUpAudit(call: Call): Promise<void> {
  const days = call.settings.get(auditDays);
  if (days === 0) return;
  while (await deleteSlice(call.db, call.now() - days * DAY_MS)) await new Promise((turn) => setImmediate(turn));
}

/** Goes by id, which ascends with time. */
const deleteSlice = (door: Db, before: number): Promise<boolean> =>
  door.transaction(async (db) => {
    const oldest = await db.query
      .selectFrom('audit_entry')
      .select(['id', 'occurred_at'])
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .execute();
    const kept = oldest.findIndex((row) => Number(row.occurred_at) >= before);
    const last = (kept < 0 ? oldest : oldest.slice(0, kept)).at(-1);
    if (last === undefined) return false;
    await openGuard(db, last.id);
    await db.query.deleteFrom('audit_entry').where('id', '<=', last.id).execute();
    await openGuard(db, 0);
    return kept < 0 && oldest.length === ROWS_AT_ONCE;
  });

const openGuard = (db: Db, until: number): Promise<unknown> =>
  db.query.updateTable('audit_retention').set({ deletable_until: until }).where('id', '=', 1).execute();

export const auditCleanUp: BackgroundJob = { name: 'audit-clean-up', everySeconds: 3600, run: cleanUpAudit };

import { type Db, inSlices, SLICE_ROWS } from '@tessera/database';
import type { BackgroundJob, Call } from '@tessera/webapi';
import { auditDays } from './settings.ts';

const DAY_MS = 86_400_000;

/** Deletes what is older than the retention, in slices. Nothing else opens the table's guard, and it closes it again. */
export async function cleanUpAudit(call: Call): Promise<void> {
  const days = call.settings.get(auditDays);
  if (days === 0) return;
  await inSlices(() => deleteSlice(call.db, call.now() - days * DAY_MS));
}

/** Goes by id, which ascends with time. */
const deleteSlice = (door: Db, before: number): Promise<number> =>
  door.transaction(async (db) => {
    const oldest = await db.query
      .selectFrom('audit_entry')
      .select(['id', 'occurred_at'])
      .orderBy('id')
      .limit(SLICE_ROWS)
      .execute();
    const kept = oldest.findIndex((row) => Number(row.occurred_at) >= before);
    const removable = kept < 0 ? oldest : oldest.slice(0, kept);
    const last = removable.at(-1);
    if (last === undefined) return 0;
    await openGuard(db, last.id);
    await db.query.deleteFrom('audit_entry').where('id', '<=', last.id).execute();
    await openGuard(db, 0);
    return removable.length;
  });

const openGuard = (db: Db, until: number): Promise<unknown> =>
  db.query.updateTable('audit_retention').set({ deletable_until: until }).where('id', '=', 1).execute();

export const auditCleanUp: BackgroundJob = { name: 'audit-clean-up', everySeconds: 3600, run: cleanUpAudit };

import type { Db } from '@tessera/database';
import { showEntry } from './services/search.ts';

const ROWS_AT_ONCE = 500;

/**
 * All entries of a time, the oldest first, each as an object with `changes` as JSON.
 * @param since milliseconds since the epoch, inclusive @param until the same, exclusive
 */
export async function* exportAudit(db: Db, since: number, until: number): AsyncGenerator<object> {
  let after = 0;
  for (;;) {
    const rows = await db.query
      .selectFrom('audit_entry')
      .selectAll()
      .where('id', '>', after)
      .where('occurred_at', '>=', since)
      .where('occurred_at', '<', until)
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .execute();
    for (const row of rows) yield { ...showEntry(row), changes: JSON.parse(row.changes) as unknown };
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return;
    after = last.id;
  }
}

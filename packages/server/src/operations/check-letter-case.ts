import type { OpenDatabase } from '@tessera/database';
import { letterCaseTwins } from '@tessera/modules';
import { sql } from 'kysely';
import { type Finding, ok, warning } from './finding.ts';

const MOST_IDS = 20;

/** Whether letter case is left aside in all scripts, and nothing is there twice because it once was not. */
export async function checkLetterCase({ db }: OpenDatabase): Promise<Finding> {
  if (db.dialect === 'postgres') {
    const { rows } = await sql<{ known: boolean }>`select lower('ÄÉЖ I') = 'äéж i' as known`.execute(db.query);
    if (rows[0]?.known !== true)
      return warning(
        'letters',
        'By the locale of the PostgreSQL database, Ä and ä are different letters, or I and i are: so are names and e-mail addresses with them. Restore it into a database with the locale C.UTF-8.',
      );
  }
  const twins = await letterCaseTwins(db);
  if (twins.length === 0) return ok('letters', 'Letter case is left aside in all scripts.');
  const named = twins.map(({ table, ids }) => {
    const more = ids.length > MOST_IDS ? ` and ${ids.length - MOST_IDS} more` : '';
    return `${table} ${ids.slice(0, MOST_IDS).join(', ')}${more}`;
  });
  return warning(
    'letters',
    `From earlier versions there are rows whose address or code differs from that of an older row in letter case only: ${named.join('; ')}. Give them another, or delete them.`,
  );
}

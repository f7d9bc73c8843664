import type { Db } from '@tessera/database';
import type { Call, Module } from '@tessera/webapi';
import { sql } from 'kysely';
import { decryptSecret, encryptSecret, needsReencryption } from './secret-box.ts';
import type { SecretColumn } from './secret-column.ts';

const ROWS_AT_ONCE = 200;

interface StoredSecret {
  readonly id: number;
  readonly box: string;
  readonly context: string;
}

/** The encrypted secrets of a column behind an id, in batches. */
async function* storedSecrets(
  db: Db,
  { table, id, column, needs, context }: SecretColumn,
  modules: readonly Module[],
): AsyncGenerator<readonly StoredSecret[]> {
  const columns = sql.join([id, column, ...needs].map((name) => sql.ref(name)));
  for (let after = 0; ; ) {
    const { rows } = await sql<Record<string, string | number | null>>`
      select ${columns} from ${sql.table(table)}
      where ${sql.ref(id)} > ${after} and ${sql.ref(column)} is not null
      order by ${sql.ref(id)} limit ${sql.lit(ROWS_AT_ONCE)}`.execute(db.query);
    yield rows.flatMap((row) => {
      const where = context(row, modules);
      const box = row[column];
      return where === null || typeof box !== 'string' || box === ''
        ? []
        : [{ id: Number(row[id]), box, context: where }];
    });
    if (rows.length < ROWS_AT_ONCE) return;
    after = Number(rows.at(-1)?.[id]);
  }
}

const columnsOf = (modules: readonly Module[]): readonly SecretColumn[] =>
  modules.flatMap((module) => module.secretColumns ?? []);

/**
 * Encrypts with the newest key what an older one has encrypted. Works in batches beside serving processes: a secret
 * that was changed meanwhile is left as it is, since whoever changed it used the newest key.
 * @returns how many secrets were encrypted anew
 * @throws SecretUnreadable for one that none of the keys made
 */
export async function reencryptSecrets(call: Call, columns = columnsOf(call.ports.modules)): Promise<number> {
  let count = 0;
  for (const column of columns) count += await reencryptColumn(call, column);
  return count;
}

async function reencryptColumn({ db, ports }: Call, declared: SecretColumn): Promise<number> {
  const { table, id: idColumn, column, snapshot } = declared;
  let count = 0;
  for await (const batch of storedSecrets(db, declared, ports.modules)) {
    const { keys } = ports;
    const old = batch.filter(({ box }) => needsReencryption(keys, box));
    if (old.length === 0) continue;
    const renewed = old.map(({ id, box, context }) => ({
      id,
      box,
      fresh: encryptSecret(keys, decryptSecret(keys, box, context), context),
    }));
    await db.transaction(async (inside) => {
      for (const { id, box, fresh } of renewed)
        await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${fresh}
          where ${sql.ref(idColumn)} = ${id} and ${sql.ref(column)} = ${box}`.execute(inside.query);
      if (snapshot !== undefined) await inside.touch(snapshot);
    });
    count += old.length;
  }
  return count;
}

/** Whether anything is stored that only a master key can read. */
export async function holdsSecrets(db: Db, modules: readonly Module[]): Promise<boolean> {
  for (const column of columnsOf(modules))
    for await (const batch of storedSecrets(db, column, modules)) if (batch.length > 0) return true;
  return false;
}

/** How many stored secrets the keys can read, and how many not. */
export async function countReadableSecrets(
  db: Db,
  keys: readonly Buffer[],
  modules: readonly Module[],
): Promise<{ readonly readable: number; readonly unreadable: number; readonly olderKey: number }> {
  let [readable, unreadable, olderKey] = [0, 0, 0];
  for (const column of columnsOf(modules))
    for await (const batch of storedSecrets(db, column, modules))
      for (const { box, context } of batch) {
        try {
          decryptSecret(keys, box, context);
          readable++;
          if (needsReencryption(keys, box)) olderKey++;
        } catch {
          unreadable++;
        }
      }
  return { readable, unreadable, olderKey };
}

import type { WebapiError } from '@tessera/webapi';

/** What a caller is told when the database refuses a write, in the words of the check that came before it. */
export interface Refusals {
  /** Another row has a value that has to be unique: somebody took it after it was found free. */
  readonly taken?: () => WebapiError;
  /** A row that is referred to does not exist: somebody deleted it after it was found. */
  readonly missing?: () => WebapiError;
}

// SQLSTATE class 23, and SQLite's extended result codes.
const BROKEN: Readonly<Record<string, keyof Refusals>> = {
  '23505': 'taken',
  SQLITE_CONSTRAINT_UNIQUE: 'taken',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'taken',
  '23503': 'missing',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'missing',
};

/**
 * For `catch` at a write. Where a request at the same time has made it impossible, its caller is told what it would have
 * been told a moment later. The transaction is spoiled, so nothing but throwing may follow.
 *
 *     await query.insertInto('website').values(row).execute().catch(refusedAs({ taken: () => codeTaken() }));
 *
 * @throws WebapiError the refusal that fits; the database's error where none does
 */
export const refusedAs =
  (refusals: Refusals) =>
  (error: unknown): never => {
    const code = (error as { code?: unknown } | null)?.code;
    const broken = typeof code === 'string' && Object.hasOwn(BROKEN, code) ? BROKEN[code] : undefined;
    const refusal = broken === undefined ? undefined : refusals[broken]?.();
    if (refusal === undefined) throw error;
    refusal.cause = error;
    throw refusal;
  };

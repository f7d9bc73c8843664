import { problem, temporarilyUnavailable, type WebapiError } from '@tessera/webapi';
import { isStalePlan } from './stale-plan.ts';

export const valueRefused = problem(
  'value_refused',
  400,
  'A value of the request cannot be stored or compared.',
  'A text or number is outside of what the database can hold.',
);

export const searchTooCostly = problem(
  'search_too_costly',
  400,
  'The search takes too long. Narrow it down by further filters, or use another condition.',
  'A regular expression would have to be tried on too many texts.',
);

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

/**
 * Whether doing the same again may work: a lock, a serialization failure, a connection that is lost or silent, for
 * which this process has no file left, or that has to prepare a statement anew.
 */
export const isTransient = (error: unknown): boolean =>
  /^(?:SQLITE_BUSY|SQLITE_LOCKED|25P03$|40001$|40P01$|55P03$|08|57P0|53300$|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|EMFILE|ENFILE)/.test(
    codeOf(error),
  ) ||
  isStalePlan(error) ||
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|is not queryable/.test(
    (error as Error | null)?.message ?? '',
  );

/**
 * What a caller is told about an error of the database, null where it is a fault of ours: values that no column can
 * hold (SQLSTATE class 22) and searches that would keep others waiting are the client's mistake, a database that is away or full passes (503).
 */
export function databaseProblem(error: unknown): WebapiError | null {
  const code = codeOf(error);
  if (/^22[0-9A-Z]{3}$/.test(code)) return valueRefused(undefined, { cause: error });
  if (code === 'PATTERN_TOO_COSTLY') return searchTooCostly(undefined, { cause: error });
  if (isTransient(error) || /^(?:SQLITE_FULL|SQLITE_ABORT_ROLLBACK|SQLITE_IOERR|SQLITE_READONLY|53|57)/.test(code)) {
    return temporarilyUnavailable(undefined, { cause: error, headers: { 'retry-after': '1' } });
  }
  return null;
}

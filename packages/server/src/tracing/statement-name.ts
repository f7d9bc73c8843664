const OPERATION = /^\s*(?:with\b[\s\S]*?\b(?=select|insert|update|delete)\b)?([a-z]+)/i;
const TABLE = /\b(?:from|into|update)\s+"?([a-z_][a-z0-9_]*)"?/i;
const NAMES_KEPT = 500;
const names = new Map<string, string>();

/** `SELECT`, `INSERT`, `COMMIT`, … */
export const statementOperation = (sql: string): string => (OPERATION.exec(sql)?.[1] ?? 'other').toUpperCase();

/** A statement in two words, as spans are named: `SELECT customer`. */
export function statementName(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const table = TABLE.exec(sql)?.[1];
  const name = table === undefined ? statementOperation(sql) : `${statementOperation(sql)} ${table}`;
  if (names.size < NAMES_KEPT) names.set(sql, name);
  return name;
}

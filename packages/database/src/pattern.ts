import { RE2JS } from 're2js';

/** Regular expressions for a search; longer ones are nobody's, and cost much to compile. */
const LONGEST = 255;
/** What regular expressions may take of one turn of the process, in which nobody else is served. */
const BUDGET_MS = 1000;

/** A search by a regular expression over so many rows that others would wait for it. */
export class PatternTooCostly extends Error {
  readonly code = 'PATTERN_TOO_COSTLY';
}

const compiled = new Map<string, RE2JS | null>();
let spent = 0;

/**
 * MySQL's REGEXP: a search anywhere in the text, letter case aside. RE2 runs in linear time, so no pattern that a
 * client sends can stall the server at one text; how many texts it may be tried on is limited by time.
 * @throws PatternTooCostly
 */
export function matchesPattern(pattern: unknown, value: unknown): boolean {
  if (typeof pattern !== 'string' || value === null || value === undefined) return false;
  const began = performance.now();
  // SQLite asks for all rows of a statement in one turn.
  if (spent === 0) setImmediate(() => (spent = 0));
  const found = compile(pattern)?.matcher(String(value)).find() ?? false;
  spent += performance.now() - began;
  if (spent > BUDGET_MS) throw new PatternTooCostly('A regular expression takes too long.');
  return found;
}

/** Whether a text is a regular expression; a malformed or long one matches nothing. */
export const isPattern = (pattern: string): boolean => compile(pattern) !== null;

function compile(pattern: string): RE2JS | null {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    try {
      expression = pattern.length > LONGEST ? null : RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    } catch {
      expression = null;
    }
    if (compiled.size > 100) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression;
}

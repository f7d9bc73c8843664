import { RE2JS } from 're2js';

const compiled = new Map<string, RE2JS | null>();

/**
 * MySQL's REGEXP: a search anywhere in the text, letter case aside. RE2 runs in linear time, so no pattern that a
 * client sends can stall the server; a malformed one matches nothing.
 */
export function matchesPattern(pattern: unknown, value: unknown): boolean {
  if (typeof pattern !== 'string' || value === null || value === undefined) return false;
  return compile(pattern)?.matcher(String(value)).find() ?? false;
}

/** Whether a text is a regular expression. */
export const isPattern = (pattern: string): boolean => compile(pattern) !== null;

function compile(pattern: string): RE2JS | null {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    try {
      expression = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    } catch {
      expression = null;
    }
    if (compiled.size > 100) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression;
}

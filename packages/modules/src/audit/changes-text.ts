import type { NameRule } from '@tessera/webapi';
import { type ChangeLimits, LEFT_OUT, maskedChanges, WIDEST } from './masked-changes.ts';

/** Longest text of an entry's changes, in UTF-16 units. */
export const MAX_CHANGES = 8000;

/** From what is kept of an ordinary change to what always fits; what stands further inside gives way first. */
const LIMITS: readonly ChangeLimits[] = [
  WIDEST,
  { ...WIDEST, inner: 80 },
  { ...WIDEST, inner: 40, fields: 200 },
  { ...WIDEST, inner: 40, items: 5, fields: 100 },
  { ...WIDEST, inner: 20, items: 2, fields: 50 },
  { ...WIDEST, outer: 100, inner: 20, items: 1, fields: 40 },
  { ...WIDEST, outer: 40, inner: 16, items: 1, fields: 40 },
  { ...WIDEST, outer: 16, inner: 16, items: 1, fields: 40 },
  { outer: 16, inner: 16, items: 1, fields: 16, names: 1 },
];

/** A change as the JSON that the audit log keeps: as much of it as fits, with `…` where something was left out. */
export function changesText(given: object, isSecret: NameRule): string {
  for (const limits of LIMITS) {
    const text = JSON.stringify(maskedChanges(given, isSecret, limits));
    if (text.length <= MAX_CHANGES) return text;
  }
  return JSON.stringify({ [LEFT_OUT]: 'left out: everything' });
}

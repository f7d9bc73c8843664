/** Longest text of a column; the reference cuts what is longer (observed on telephone numbers). */
const COLUMN = 255;

export const cut = (text: string): string => (text.length <= COLUMN ? text : [...text].slice(0, COLUMN).join(''));

/** An optional text as it will be stored: kept where none is given, null where it is empty. */
export const pruned = (given: string | null | undefined, before: string | null | undefined): string | null =>
  given === undefined || given === null ? (before ?? null) : given === '' ? null : cut(given);

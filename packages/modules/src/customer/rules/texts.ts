/** Longest text of a column; the reference cuts what is longer (observed on telephone numbers). */
const COLUMN = 255;

// A character has two code units at most: of a text of megabytes no list is made to count some hundred.
const start = (text: string, characters: number): string[] => [...text.slice(0, 2 * characters + 1)];
/** The first characters of a text. */
export const firstOf = (text: string, characters: number): string =>
  text.length <= characters ? text : start(text, characters).slice(0, characters).join('');
/** Whether a text has more characters. */
export const isLonger = (text: string, characters: number): boolean => start(text, characters).length > characters;

export const cut = (text: string): string => firstOf(text, COLUMN);

/** An optional text as it will be stored: kept where none is given, null where it is empty. */
export const pruned = (given: string | null | undefined, before: string | null | undefined): string | null =>
  given === undefined || given === null ? (before ?? null) : given === '' ? null : cut(given);

/**
 * A text that somebody else wrote, as both databases keep it: PostgreSQL refuses NUL, and half of a surrogate pair is no
 * character in UTF-8. For what is written about a request beside its own work, which must not fail by what was sent.
 * @param most longest length in UTF-16 units; the rest is cut off
 */
export const storableText = (text: string, most = Number.POSITIVE_INFINITY): string =>
  (text.length > most ? text.slice(0, most) : text).replaceAll('\0', '\ufffd').toWellFormed();

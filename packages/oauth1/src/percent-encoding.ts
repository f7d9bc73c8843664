const UNRESERVED_ONLY = /^[\w.~-]*$/;
const UTF_8_SEQUENCE =
  /%[0-7][\da-f]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-7](?:%[89ab][\da-f]){3}/gi;
const LEFT_BY_ENCODE_URI_COMPONENT = /[!'()*]/g;

/**
 * Percent-encodes text as RFC 5849 section 3.6 asks: UTF-8, upper-case escapes, only `A-Z a-z 0-9 - . _ ~` kept.
 * A lone surrogate becomes U+FFFD, so that it never throws.
 */
export function percentEncode(text: string): string {
  if (UNRESERVED_ONLY.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replace(LEFT_BY_ENCODE_URI_COMPONENT, escapeAscii);
}

/** Decodes percent-escapes; `+` stays, and what is no valid escape or no UTF-8 is kept as it is. Never throws. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  return decodeRun(text) ?? text.replace(UTF_8_SEQUENCE, (sequence) => decodeRun(sequence) ?? sequence);
}

/** What a plus sign in a query or form stands for. */
export type Plus = 'space' | 'literal';

/**
 * Turns one name or value of a query or form, as it was sent, into the encoding of RFC 5849 section 3.6.
 * The same as decoding and encoding again, except that bytes which are no UTF-8 survive.
 */
export function normalizeEncoding(raw: string, plus: Plus): string {
  if (UNRESERVED_ONLY.test(raw)) return raw;
  const text = plus === 'space' ? raw.replaceAll('+', '%20') : raw;
  if (!text.includes('%')) return percentEncode(text);
  return text.replace(/%[\da-f]{2}|(%|[^\w.~%-]+)/gi, (piece: string, other: string | undefined) =>
    other === undefined ? normalizeEscape(piece) : percentEncode(other),
  );
}

/** Decodes an escape if it stands for an unreserved character, else writes it in upper case (RFC 3986 section 6.2.2). */
export function normalizeEscape(sent: string): string {
  const character = String.fromCharCode(Number.parseInt(sent.slice(1), 16));
  return UNRESERVED_ONLY.test(character) ? character : sent.toUpperCase();
}

function escapeAscii(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function decodeRun(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

import { isUtf8 } from 'node:buffer';
import { MAX_VALUES } from '../access/values-allowed.ts';
import { limitExceeded } from '../errors/catalogue.ts';

/** A request body cannot be decoded; the caller answers 400 `Decoding error.`. The reason is for the log. */
export class DecodingError extends Error {
  override readonly name = 'DecodingError';
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super('Decoding error.', options);
    this.reason = reason;
  }
}

/** The depth at which PHP's decoder gives up. */
const MAX_DEPTH = 512;

export interface JsonLimits {
  readonly maxDepth?: number;
  /** Lists, objects and what is in them. */
  readonly maxValues?: number;
}

/**
 * Decodes a JSON body as strictly as PHP does: no byte order mark, no invalid UTF-8, no unpaired surrogates, no more
 * than 512 levels. The last of a repeated key wins; `__proto__` becomes an own property like any other key.
 * @param bytes the body
 * @returns the value; scalars and null too, which the caller takes for "no parameters"
 * @throws DecodingError; limitExceeded for too many values, before any of them is made
 */
export function decodeJson(
  bytes: Uint8Array,
  { maxDepth = MAX_DEPTH, maxValues = MAX_VALUES }: JsonLimits = {},
): unknown {
  if (!isUtf8(bytes)) throw new DecodingError('The body is not UTF-8.');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  // A level takes two characters at least, a value one, so only long bodies can exceed a limit.
  if (text.length > Math.min(2 * maxDepth, maxValues)) refuseLarge(text, maxDepth, maxValues);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DecodingError('The body is not JSON.', { cause });
  }
  if ((text.includes('\\ud') || text.includes('\\uD')) && hasUnpairedSurrogate(text))
    throw new DecodingError('Unpaired surrogate.');
  return value;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** Counts levels and values without making them: a value follows a bracket, a brace or a comma (what is empty counts twice). */
function refuseLarge(text: string, maxDepth: number, maxValues: number): void {
  let depth = 0;
  let values = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = endOfString(text, i + 1);
    } else if (code === COMMA) {
      values++;
    } else if (code === 0x5b || code === 0x7b) {
      values++;
      if (++depth > maxDepth) throw new DecodingError(`More than ${maxDepth} levels.`);
    } else if (code === 0x5d || code === 0x7d) {
      depth--;
    }
    if (values > maxValues) throw limitExceeded([`More than ${maxValues} values`]);
  }
}

/** Position of the closing quote, or the end of the text. */
function endOfString(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (quote - backslashes > from && text.charCodeAt(quote - backslashes - 1) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return quote;
  }
  return text.length;
}

/** Only for text that has been parsed: every backslash begins a valid escape. */
function hasUnpairedSurrogate(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) !== BACKSLASH) continue;
    const half = surrogateAt(text, at);
    if (half === 'low' || (half === 'high' && surrogateAt(text, at + 6) !== 'low')) return true;
    at += half === null ? 1 : 11;
  }
  return false;
}

/** Which half of a surrogate pair is escaped here: U+D800 to U+DBFF, U+DC00 to U+DFFF. */
function surrogateAt(text: string, at: number): 'high' | 'low' | null {
  // Bit 0x20 makes letters small and leaves digits as they are.
  if (text.charCodeAt(at + 1) !== 0x75 || (text.charCodeAt(at + 2) | 0x20) !== 0x64 || text[at] !== '\\') return null;
  const digit = text.charCodeAt(at + 3) | 0x20;
  return digit < 0x38 ? null : digit < 0x63 ? 'high' : 'low';
}

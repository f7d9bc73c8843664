import { isUtf8 } from 'node:buffer';

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

/**
 * Decodes a JSON body as strictly as PHP does: no byte order mark, no invalid UTF-8, no unpaired surrogates, no more
 * than 512 levels. The last of a repeated key wins; `__proto__` becomes an own property like any other key.
 * @param bytes the body
 * @returns the value; scalars and null too, which the caller takes for "no parameters"
 * @throws DecodingError
 */
export function decodeJson(bytes: Uint8Array, options: { readonly maxDepth?: number } = {}): unknown {
  const maxDepth = options.maxDepth ?? MAX_DEPTH;
  if (!isUtf8(bytes)) throw new DecodingError('The body is not UTF-8.');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  // A level takes two characters at least, so only long bodies can be too deep.
  if (text.length > 2 * maxDepth && isDeeper(text, maxDepth)) throw new DecodingError(`More than ${maxDepth} levels.`);
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
const BACKSLASH = 0x5c;

function isDeeper(text: string, maxDepth: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = endOfString(text, i + 1);
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > maxDepth) return true;
    } else if (code === 0x5d || code === 0x7d) {
      depth--;
    }
  }
  return false;
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
  const escapes = /\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F])/g;
  for (let match = escapes.exec(text); match !== null; match = escapes.exec(text)) {
    if (match[1] !== undefined) return true;
  }
  return false;
}

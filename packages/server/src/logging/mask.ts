import { isSecretName } from '@tessera/webapi';

export const MASK = '[masked]';

/** What a secret looks like wherever it stands: each keeps its first group, the rest is masked. */
const LOOKS: readonly RegExp[] = [
  // `Authorization` headers, whole.
  /\b(authorization["']?\s*[:=]\s*["']?)[^\r\n]+/gi,
  /\b((?:Bearer|Basic|Digest)\s+)[^\s"',;]+/gi,
  /\b(OAuth\s+)(?:realm|oauth_\w+)=[^\r\n]+/gi,
  /\b((?:set-)?cookie["']?\s*[:=]\s*["']?)[^\r\n]+/gi,
  /\b(oauth_(?!version|signature_method|timestamp)\w+["']?\s*[:=]\s*["']?)[^\s"'&,;]+/gi,
  /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|verifier|signature|otp|credentials?)["'\]]*\s*[:=]\s*["']?)[^\s"'&,;<]+/gi,
  /(<(?:[\w-]{1,60}:)?\w{0,60}(?:password|secret|token)\w{0,60}(?:\s[^<>]*)?>)[^<]+/gi,
  // Credentials in a URL.
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"':]{0,256}:[^\s/@"']{1,256}@/gi,
  // JSON Web Tokens, and tokens and secrets as we issue them.
  /()(?<![\w-])eyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g,
  /()(?<![\w-])(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{32,}(?![\w-])/g,
];
/** A parser that quotes what it could not read. */
const QUOTED_INPUT =
  /(Unexpected (?:token|non-whitespace|end)[^\r\n]*?|Expected [^\r\n]*?) in JSON[^\r\n]*|Unexpected token [^\r\n]*is not valid JSON/g;
const MAX_TEXT = 16_000;
/** Characters that a terminal or a reader of lines may act on, and which JSON does not escape. */
const CONTROLS = /[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text as it may be logged.
 * @param known secrets that are known to be about, the longest first
 */
export function maskText(text: string, known: readonly string[] = []): string {
  let masked = text.slice(0, MAX_TEXT);
  for (const secret of known) masked = masked.replaceAll(secret, MASK);
  masked = masked.replace(QUOTED_INPUT, 'The input is not valid JSON');
  for (const look of LOOKS) masked = masked.replace(look, `$1${MASK}`);
  return masked.replace(CONTROLS, ' ');
}

const MAX_DEPTH = 5;
const MAX_ENTRIES = 50;
/** Not secrets themselves: `tokenId`, `key_count`. */
const NAMES_OF_NUMBERS = /(?:ids?|count|number|age)$/i;

/** Any value as it may be logged: fields with secret names masked, errors by what is known of them to be harmless. */
export function maskValue(value: unknown, known: readonly string[] = [], depth = 0): unknown {
  if (typeof value === 'string') return maskText(value, known);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (depth >= MAX_DEPTH) return '…';
  if (value instanceof Error) return maskError(value, known, depth);
  if (value instanceof Date) return value;
  if (Buffer.isBuffer(value) || ArrayBuffer.isView(value)) return '[bytes]';
  if (value instanceof URL) return maskText(value.origin, known);
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((entry) => maskValue(entry, known, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ENTRIES)
      .map(([name, entry]) => [
        maskText(name, known),
        isSecretName(name) && !(typeof entry === 'number' && NAMES_OF_NUMBERS.test(name))
          ? MASK
          : maskValue(entry, known, depth + 1),
      ]),
  );
}

/** Of an error only what says where and what; further properties (parameters, rows, addresses with credentials) stay out. */
function maskError(error: Error, known: readonly string[], depth: number): Record<string, unknown> {
  const { code, cause } = error as NodeJS.ErrnoException & { cause?: unknown };
  return {
    type: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: maskValue(code, known) } : {}),
    message: maskText(error.message, known),
    stack: maskText(error.stack ?? '', known),
    ...(cause === undefined ? {} : { cause: maskValue(cause, known, depth + 1) }),
  };
}

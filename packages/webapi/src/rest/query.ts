/** A value of a query string as PHP sees it, in the shapes of decoded JSON. */
export type PhpValue = string | PhpMap | readonly PhpValue[];

/** A PHP array with names: a null-prototype object, so `__proto__` and `constructor` are names like any other. */
export interface PhpMap {
  readonly [name: string]: PhpValue;
}

export interface QueryLimits {
  /** Parameters in all, PHP's max_input_vars. */
  readonly maxParameters: number;
  /** Brackets behind one name, PHP's max_input_nesting_level. */
  readonly maxDepth: number;
}

export const QUERY_LIMITS: QueryLimits = { maxParameters: 1000, maxDepth: 64 };

/** A query string holds too much; the caller answers 400 (PHP drops the rest silently). */
export class LimitExceeded extends Error {
  override readonly name = 'LimitExceeded';
  readonly limit: keyof QueryLimits;
  readonly max: number;

  constructor(limit: keyof QueryLimits, max: number) {
    super(limit === 'maxParameters' ? `More than ${max} parameters` : `Parameters nested deeper than ${max}`);
    this.limit = limit;
    this.max = max;
  }
}

/** An array under construction: a Map keeps the order of integer names, which objects sort. */
interface Growing {
  readonly entries: Map<string, string | Growing>;
  /** What `name[]` is called next: one more than the highest index so far. */
  nextIndex: number;
}

/**
 * Reads a query string by PHP's rules for `$_GET`: brackets raw or encoded, `a[]` counts up, junk after the last `]`
 * is ignored, the last of a repeated name wins but keeps its first place, dots and blanks in top-level names become
 * underscores, a name without `=` is an empty string.
 *
 * Arrays named 0, 1, 2… become lists. So do arrays with only integer names out of order (`a[10]`, `a[2]`): their order
 * counts more than their names, and an object would sort them.
 * @param raw what stands after the `?`, one character per byte as node:http hands it over
 * @throws LimitExceeded
 */
export function parseQuery(raw: string, limits: QueryLimits = QUERY_LIMITS): PhpMap {
  const root = growing();
  const length = raw.length;
  let count = 0;
  let start = 0;
  while (start < length) {
    let end = raw.indexOf('&', start);
    if (end === -1) end = length;
    if (end > start) {
      if (++count > limits.maxParameters) throw new LimitExceeded('maxParameters', limits.maxParameters);
      const pair = raw.slice(start, end);
      const equals = pair.indexOf('=');
      if (equals === -1) register(root, decodeForm(pair), '', limits.maxDepth);
      else register(root, decodeForm(pair.slice(0, equals)), decodeForm(pair.slice(equals + 1)), limits.maxDepth);
    }
    start = end + 1;
  }
  return toMap(root);
}

const growing = (): Growing => ({ entries: new Map(), nextIndex: 0 });

function register(root: Growing, sent: string, value: string, maxDepth: number): void {
  const name = sent.startsWith(' ') ? sent.replace(/^ +/, '') : sent;
  const first = name.indexOf('[');
  if (first === 0) return;
  if (first === -1 || !name.includes(']', first)) {
    if (name !== '') put(root, underscored(name), value);
    return;
  }
  let parent = root;
  let key: string | null = underscored(name.slice(0, first));
  let open = first;
  for (let depth = 1; ; depth++) {
    const index = readIndex(name, open + 1);
    if (index === null) break;
    if (depth > maxDepth) throw new LimitExceeded('maxDepth', maxDepth);
    parent = child(parent, key);
    key = index.key;
    if (name[index.end] !== '[') break;
    open = index.end;
  }
  put(parent, key, value);
}

const underscored = (name: string): string => (/[ .[]/.test(name) ? name.replace(/[ .[]/g, '_') : name);

/** Reads up to the `]`; a blank or nothing before it is "the next index" (key null). Null where it is never closed. */
function readIndex(name: string, from: number): { key: string | null; end: number } | null {
  const close = name.indexOf(']', from);
  if (close === -1) return null;
  const blank = close === from || (close === from + 1 && /\s/.test(name[from] as string));
  return { key: blank ? null : name.slice(from, close), end: close + 1 };
}

function child(parent: Growing, key: string | null): Growing {
  const existing = key === null ? undefined : parent.entries.get(key);
  if (typeof existing === 'object') return existing;
  const made = growing();
  put(parent, key, made);
  return made;
}

function put(parent: Growing, key: string | null, value: string | Growing): void {
  if (key === null) {
    parent.entries.set(String(parent.nextIndex++), value);
    return;
  }
  if (isIndex(key) && Number(key) >= parent.nextIndex) parent.nextIndex = Number(key) + 1;
  parent.entries.set(key, value);
}

/** PHP turns decimal names into integers: `5`, not `05`. Beyond 15 digits nobody counts. */
const isIndex = (key: string): boolean => key === '0' || /^[1-9]\d{0,14}$/.test(key);

function toValue(value: string | Growing): PhpValue {
  if (typeof value === 'string') return value;
  return value.nextIndex > 0 && iteratesAsList(value) ? Array.from(value.entries.values(), toValue) : toMap(value);
}

function toMap(from: Growing): PhpMap {
  const map: Record<string, PhpValue> = Object.create(null);
  for (const [key, value] of from.entries) map[key] = toValue(value);
  return map;
}

function iteratesAsList(from: Growing): boolean {
  let consecutive = true;
  let ascending = true;
  let last = -1;
  for (const key of from.entries.keys()) {
    if (!isIndex(key)) return false;
    const index = Number(key);
    if (index !== last + 1) consecutive = false;
    if (index < last) ascending = false;
    last = index;
  }
  return consecutive || !ascending;
}

const PLAIN = /^[^%+\u0080-\uffff]*$/;

/**
 * Decodes form encoding: `+` is a blank, `%XX` a byte of UTF-8. Broken escapes stay as they are, bytes that are no
 * UTF-8 become U+FFFD.
 * @param raw one character per byte, as node:http hands it over
 */
export function decodeForm(raw: string): string {
  if (PLAIN.test(raw)) return raw;
  const text = raw.includes('+') ? raw.replaceAll('+', ' ') : raw;
  try {
    // Raw bytes beyond ASCII are characters U+0080 to U+00FF here: they have to join the escaped ones.
    if (!/[\u0080-\uffff]/.test(text)) return decodeURIComponent(text);
  } catch {
    // Broken escapes or UTF-8: byte by byte.
  }
  return decodeBytes(text);
}

function decodeBytes(text: string): string {
  const bytes = Buffer.from(
    text.replace(/[\u0100-\u{10ffff}]/gu, (character) => Buffer.from(character).toString('latin1')),
    'latin1',
  );
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    const high = byte === 0x25 ? hexDigit(bytes[i + 1]) : -1;
    const low = high === -1 ? -1 : hexDigit(bytes[i + 2]);
    if (low === -1) {
      bytes[length++] = byte;
    } else {
      bytes[length++] = high * 16 + low;
      i += 2;
    }
  }
  return bytes.toString('utf8', 0, length);
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** How large a value is: about its bytes as JSON, and how many lists, objects and simple values it is made of. */
export interface Size {
  readonly bytes: number;
  readonly values: number;
}

/**
 * Measures a value without writing it; what is in it several times counts each time.
 * @returns its size, or which of the limits it exceeds, found out without looking at more than they allow
 */
export function sizeOf(value: unknown, most: Size): Size | keyof Size {
  const size = { bytes: 0, values: 0 };
  add(value, size, most);
  return size.values > most.values ? 'values' : size.bytes > most.bytes ? 'bytes' : size;
}

type Counted = { -readonly [name in keyof Size]: number };

function add(value: unknown, size: Counted, most: Size): void {
  size.values++;
  // With the comma, bracket or colon that goes with it.
  size.bytes += 1 + ownBytes(value);
  if (typeof value !== 'object' || value === null) return;
  // A list may be long: its entries are not copied.
  const entries: Iterable<unknown> = Array.isArray(value) ? value : Object.values(value);
  if (!Array.isArray(value)) for (const name of Object.keys(value)) size.bytes += name.length + 3;
  for (const entry of entries) {
    if (size.values > most.values || size.bytes > most.bytes) return;
    add(entry, size, most);
  }
}

function ownBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  return typeof value === 'object' && value !== null ? 1 : String(value).length;
}

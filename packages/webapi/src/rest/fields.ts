import { LRUCache } from 'lru-cache';

/** Leaves of an answer only what the `fields` parameter names. */
export type FieldsFilter = (value: unknown) => unknown;

/** Names to keep; null keeps the whole value, a selection goes deeper. */
type Selection = ReadonlyMap<string, Selection | null>;
type Plain = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 64;
const CACHE_SIZE = 500;
const CACHEABLE_LENGTH = 1000;
const compiled = new LRUCache<string, FieldsFilter>({ max: CACHE_SIZE });

const everything: FieldsFilter = (value) => value;
/** A malformed expression leaves nothing of an object or a list (observed). */
const nothing: FieldsFilter = (value) => (isComposite(value) ? [] : value);

/**
 * Compiles a `fields` expression such as `id,addresses[city,region[region_code]]` (behaviour F44). The filter never
 * throws and does not change its argument; the order of names stays that of the answer.
 * @param expression the query parameter; absent or empty means everything
 */
export function compileFields(expression: unknown): FieldsFilter {
  if (expression === undefined || expression === '') return everything;
  if (typeof expression !== 'string') return nothing;
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const selection = parseSelection(expression);
  const filter = selection === null ? nothing : (value: unknown) => select(value, selection);
  if (expression.length <= CACHEABLE_LENGTH) compiled.set(expression, filter);
  return filter;
}

/** Null where the expression has other characters than names, commas and balanced brackets behind names. */
function parseSelection(expression: string): Selection | null {
  if (!/^[A-Za-z0-9_,[\]]*$/.test(expression)) return null;
  let current = new Map<string, Selection | null>();
  const outer: Map<string, Selection | null>[] = [];
  let before = ',';
  for (const [token] of expression.matchAll(/\w+|\W/g)) {
    if (token === '[') {
      if (!/\w/.test(before) || outer.length === MAX_DEPTH) return null;
      const inner = new Map<string, Selection | null>();
      current.set(before, inner);
      outer.push(current);
      current = inner;
    } else if (token === ']') {
      const parent = outer.pop();
      if (parent === undefined) return null;
      current = parent;
    } else if (token !== ',') {
      if (before === ']') return null;
      current.set(token, null);
    }
    before = token;
  }
  return outer.length === 0 ? current : null;
}

function select(value: unknown, selection: Selection): unknown {
  if (!isComposite(value)) return value;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((item) => select(item, selection));
  const result: Record<string, unknown> = {};
  let empty = true;
  let kept = false;
  for (const key of Object.keys(value)) {
    empty = false;
    const inner = selection.get(key);
    if (inner === undefined) continue;
    kept = true;
    const entry = value[key];
    assign(
      result,
      key,
      inner === null ? entry : key === 'custom_attributes' ? selectAttributes(entry, inner) : select(entry, inner),
    );
  }
  // Observed: an empty list or object filtered is null, one with nothing left is [].
  return kept ? result : empty ? null : [];
}

/**
 * Custom attributes are kept by their code, or cut to the named keys. Like a PHP array from which entries were taken
 * out, the rest keeps its numbers: a list only as long as they have no gap (observed).
 */
function selectAttributes(attributes: unknown, selection: Selection): unknown {
  if (!Array.isArray(attributes) || attributes.length === 0) return select(attributes, selection);
  const kept: Record<number, unknown> = {};
  let last = -1;
  let count = 0;
  for (const [index, attribute] of attributes.entries()) {
    const entry: unknown = hasSelectedCode(attribute, selection) ? attribute : select(attribute, selection);
    if (isComposite(entry) && Object.keys(entry).length === 0) continue;
    kept[index] = entry;
    last = index;
    count++;
  }
  return last === count - 1 ? Object.values(kept) : kept;
}

function hasSelectedCode(attribute: unknown, selection: Selection): boolean {
  return (
    isComposite(attribute) && typeof attribute.attribute_code === 'string' && selection.has(attribute.attribute_code)
  );
}

const isComposite = (value: unknown): value is Plain => typeof value === 'object' && value !== null;

/** Sets an own property, whatever its name: plain assignment to `__proto__` would change the prototype. */
function assign(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

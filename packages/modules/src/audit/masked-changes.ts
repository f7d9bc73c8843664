import { HIDDEN, isSecretName, type NameRule, type Place, placeOf, secretFields } from '@tessera/webapi';

/** How much of a change is kept. Lengths are in UTF-16 units. */
export interface ChangeLimits {
  /** Longest text and name of the arguments and of what stands directly in them. */
  readonly outer: number;
  /** The same further inside. */
  readonly inner: number;
  /** Largest number of entries of a list. */
  readonly items: number;
  /** Largest number of fields and entries in all. */
  readonly fields: number;
  /** Largest number of fields of one object that are named where they are left out. */
  readonly names: number;
}
export const WIDEST: ChangeLimits = { outer: 200, inner: 200, items: 20, fields: 300, names: 20 };

const OUTER_DEPTH = 2;
const MAX_DEPTH = 6;
/** Fields of one object that are looked at; no declared type has as many, but a client's own object may have any number. */
const MAX_NAMES = 1000;
/** Stands where something was left out: in place of a value, at the end of a text, as the name of a note. */
export const LEFT_OUT = '…';

/**
 * The fields of a change as the audit log keeps them: without what was not given, secrets masked, long texts and lists
 * cut. What is nearer to the top comes first, and plain fields before lists and objects, whatever order they were sent
 * in, so that much of the one cannot crowd out the other; what is left out is marked with `…`.
 */
export const maskedChanges = (
  given: unknown,
  isSecret: NameRule = isSecretName,
  limits: ChangeLimits = WIDEST,
): unknown => new MaskedCopy(isSecret, limits).of(given);

type Fields = Readonly<Record<string, unknown>>;
type Put = (shown: unknown) => void;
const isComposite = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Also a field called `__proto__`. */
const set = (object: object, name: string, value: unknown): void => {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
};

class MaskedCopy {
  readonly #isSecret: NameRule;
  readonly #limits: ChangeLimits;
  #free: number;
  /** Lists and objects that wait for their turn, level by level. */
  readonly #turns: (() => void)[] = [];

  constructor(isSecret: NameRule, limits: ChangeLimits) {
    this.#isSecret = isSecret;
    this.#limits = limits;
    this.#free = limits.fields;
  }

  of(given: unknown): unknown {
    let copy: unknown;
    this.#show(given, 0, 'anywhere', (shown) => {
      copy = shown;
    });
    // Grows while it is gone through.
    for (const turn of this.#turns) turn();
    return copy;
  }

  #show(value: unknown, depth: number, place: Place, put: Put): void {
    if (!isComposite(value)) {
      put(typeof value === 'string' ? this.#cut(value, depth) : typeof value === 'bigint' ? String(value) : value);
      return;
    }
    put(LEFT_OUT);
    if (depth >= MAX_DEPTH) return;
    this.#turns.push(() => {
      if (this.#free > 0) put(Array.isArray(value) ? this.#list(value, depth) : this.#object(value, depth, place));
    });
  }

  #cut(text: string, depth: number): string {
    const most = depth <= OUTER_DEPTH ? this.#limits.outer : this.#limits.inner;
    return text.length > most ? `${text.slice(0, most)}${LEFT_OUT}` : text;
  }

  #list(list: readonly unknown[], depth: number): unknown[] {
    const shown: unknown[] = [];
    const kept = list.slice(0, Math.min(this.#limits.items, this.#free));
    this.#free -= kept.length;
    kept.forEach((entry, index) => {
      this.#show(entry, depth + 1, 'anywhere', (value) => {
        shown[index] = value;
      });
    });
    if (list.length > kept.length) shown.push(`${LEFT_OUT} ${list.length - kept.length} more`);
    return shown;
  }

  #object(object: object, depth: number, place: Place): object {
    const fields = object as Fields;
    const shown = {};
    const leftOut: string[] = [];
    const isHidden = secretFields(fields, this.#isSecret, place);
    const names = Object.keys(fields);
    const given = names.slice(0, MAX_NAMES).filter((name) => fields[name] !== undefined && fields[name] !== null);
    for (const name of plainFirst(given, fields, isHidden)) {
      const short = this.#cut(name, depth + 1);
      if (this.#free === 0 || short === LEFT_OUT || Object.hasOwn(shown, short)) {
        leftOut.push(short);
        continue;
      }
      this.#free--;
      if (isHidden(name)) set(shown, short, HIDDEN);
      else
        this.#show(fields[name], depth + 1, placeOf(name, this.#isSecret), (value) => {
          set(shown, short, value);
        });
    }
    const unseen = Math.max(0, names.length - MAX_NAMES);
    if (leftOut.length + unseen > 0) set(shown, LEFT_OUT, note(leftOut, unseen, this.#limits.names));
    return shown;
  }
}

/** Texts, numbers and secrets before lists and objects. */
function plainFirst(names: readonly string[], fields: Fields, isHidden: (name: string) => boolean): readonly string[] {
  const isPlain = (name: string): boolean => isHidden(name) || !isComposite(fields[name]);
  const plain = new Set(names.filter(isPlain));
  return [...plain, ...names.filter((name) => !plain.has(name))];
}

/** @param unseen further ones, whose names are not known */
function note(names: readonly string[], unseen: number, most: number): string {
  const named = names.slice(0, most);
  const rest = names.length - named.length + unseen;
  return `left out: ${[...named, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')}`;
}

import { snakeCase } from '../contract/naming.ts';
import { refuseDoubles } from '../module/doubles.ts';
import type { Call } from './call.ts';

/** Gives the value of one placeholder for a call, null where the caller has none (behaviour A17). */
export type PlaceholderValue = (call: Call) => unknown;
export type Placeholders = Readonly<Record<string, PlaceholderValue>>;

const ofCustomer =
  (pick: 'id' | 'groupId' | 'websiteId' | 'storeId'): PlaceholderValue =>
  ({ caller }) =>
    caller.kind === 'customer' ? caller[pick] : null;

/** The placeholders that the kernel knows; modules add theirs (`%cart_id%`). */
export const CUSTOMER_PLACEHOLDERS: Placeholders = Object.freeze({
  '%customer_id%': ofCustomer('id'),
  '%customer_group_id%': ofCustomer('groupId'),
  '%customer_website_id%': ofCustomer('websiteId'),
  '%customer_store_id%': ofCustomer('storeId'),
});

interface Placing {
  readonly name: string;
  readonly placeholders?: Placeholders;
}

/** The placeholders of the kernel and of all modules. @throws ModuleError where one is declared twice */
export function placeholdersOf(modules: readonly Placing[]): Placeholders {
  const all = [{ name: 'Tessera', placeholders: CUSTOMER_PLACEHOLDERS }, ...modules];
  refuseDoubles<Placing>(all, 'placeholder', ({ placeholders = {} }) => Object.keys(placeholders));
  return Object.assign({}, ...all.map(({ placeholders }) => placeholders)) as Placeholders;
}

/** Whether a text stands for a value that nobody gives. */
export const isUnknownPlaceholder = (text: string | null, placeholders: Placeholders): boolean =>
  text !== null && /^%.*%$/.test(text) && placeholders[text] === undefined;

type Node = Record<string, unknown>;
const canonical = (key: string): string => snakeCase(key).toLowerCase().replaceAll('_', '');

/** Every spelling under which a client could have sent this key: PHP takes any case, with or without underscores. */
function spellings(node: Node, key: string): string[] {
  const wanted = canonical(key);
  return Object.keys(node).filter((candidate) => canonical(candidate) === wanted);
}

/** Puts a value at a dotted path of a copy of the input, in place of everything the client sent there in any spelling. */
export function force(input: Readonly<Node>, path: string, value: unknown): Node {
  const [head = '', ...rest] = path.split('.');
  const result: Node = { ...input };
  const sent = spellings(result, head);
  const first = sent[0] === undefined ? undefined : result[sent[0]];
  for (const spelling of sent) delete result[spelling];
  const inner = typeof first === 'object' && first !== null ? (first as Node) : {};
  result[head] = rest.length === 0 ? value : force(inner, rest.join('.'), value);
  return result;
}

/** Compiles the forced parameters of a route; the result overwrites what the client sent. */
export function compileForced(
  forced: Readonly<Record<string, string | null>>,
  placeholders: Placeholders,
): ((input: Node, call: Call) => Promise<Node> | Node) | null {
  const entries = Object.entries(forced).map(([path, text]) => {
    if (isUnknownPlaceholder(text, placeholders)) throw new Error(`unknown placeholder ${text}`);
    const value: PlaceholderValue = text === null ? () => null : (placeholders[text] ?? (() => text));
    return { path, value };
  });
  if (entries.length === 0) return null;
  return async (input, call) => {
    let result = input;
    for (const { path, value } of entries) result = force(result, path, await value(call));
    return result;
  };
}

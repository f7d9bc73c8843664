import {
  type Call,
  camelCase,
  type InputRule,
  pageTooLarge,
  problem,
  type Route,
  SearchCriteria,
  snakeCase,
  typeName,
  type WireType,
} from '@tessera/webapi';
import { complexArrayLimit, defaultPageSize, inputLimitEnabled, maximumPageSize } from './settings.ts';

export const tooManyItems = problem(
  'too_many_items',
  400,
  'Maximum items of type "%type" is %max',
  'A list of objects is longer than the input limits allow.',
);
/** What applies where a limit is enabled but not set (behaviour F43). */
const ASYNCHRONOUS_ITEMS = 5000;
const PAGE_SIZE = 300;

type Plain = Record<string, unknown>;
/** Looks at a value of one type and, completed perhaps, gives it back. */
type Check = (value: unknown, call: Call) => unknown;

const isMap = (value: unknown): value is Plain => typeof value === 'object' && value !== null;

function itemLimit(route: Pick<Route, 'inputArraySizeLimit'>, call: Call): number {
  const configured = route.inputArraySizeLimit ?? call.settings.get(complexArrayLimit);
  return configured > 0 ? configured : isAsynchronous(call) ? ASYNCHRONOUS_ITEMS : Number.POSITIVE_INFINITY;
}

const isAsynchronous = ({ binding, request }: Call): boolean =>
  binding === 'bulk' || /\/async\//.test(request?.url.split('?', 1)[0] ?? '');

/** How many calls a bulk may hold. @throws tooManyItems */
export function admitItems(items: number, call: Call): void {
  if (!call.settings.get(inputLimitEnabled)) return;
  const max = itemLimit({}, call);
  if (items > max) throw tooManyItems({ type: 'request', max });
}

/**
 * The limits on input (behaviour F43): the length of every list of objects, however deep, and the page size in either
 * spelling; criteria without a page size get the default one.
 */
export const inputLimits: InputRule = (route) => {
  const compiling = new Map<WireType, Check | null>();
  const checks = Object.entries(route.operation.parameters).flatMap(([name, { type }]) => {
    const check = compile(type, route, compiling);
    return check === null ? [] : [{ names: [name, snakeCase(name)], check }];
  });
  if (checks.length === 0) return null;
  return (input, call) => {
    if (!call.settings.get(inputLimitEnabled)) return input;
    const result: Plain = { ...input };
    for (const { names, check } of checks) {
      for (const name of names)
        if (result[name] !== undefined && result[name] !== null) result[name] = check(result[name], call);
    }
    return result;
  };
};

/** The check of a type, null where nothing in it is limited. A type that contains itself is checked one level deep. */
function compile(type: WireType, route: Route, compiling: Map<WireType, Check | null>): Check | null {
  if (type === SearchCriteria) return checkPage;
  if (type.kind === 'list') return type.item.kind === 'data' ? compileList(type.item, route, compiling) : null;
  if (type.kind !== 'data') return null;
  const known = compiling.get(type);
  if (known !== undefined) return known;
  compiling.set(type, null);
  const checks = Object.entries(type.fields).flatMap(([name, field]) => {
    const check = compile(field.type, route, compiling);
    return check === null ? [] : [{ names: [name, camelCase(name)], check }];
  });
  const check: Check | null =
    checks.length === 0
      ? null
      : (value, call) => {
          if (!isMap(value)) return value;
          const result: Plain = { ...value };
          for (const { names, check: inner } of checks) {
            for (const name of names) if (result[name] !== undefined) result[name] = inner(result[name], call);
          }
          return result;
        };
  compiling.set(type, check);
  return check;
}

function compileList(item: WireType, route: Route, compiling: Map<WireType, Check | null>): Check {
  const inner = compile(item, route, compiling);
  const type = typeName(item);
  return (value, call) => {
    if (!isMap(value)) return value;
    const entries = Object.values(value);
    const max = itemLimit(route, call);
    if (entries.length > max) throw tooManyItems({ type, max });
    return inner === null ? value : entries.map((entry) => inner(entry, call));
  };
}

const sizeOf = (value: unknown): number =>
  typeof value === 'object' ? (value === null ? 0 : Number.NaN) : Number(value ?? 0);

/** Page sizes that are no numbers are refused when they are decoded. */
const checkPage: Check = (value, call) => {
  const criteria: Plain = isMap(value) ? { ...value } : {};
  const max = call.settings.get(maximumPageSize) || PAGE_SIZE;
  // 0 asks for everything, as no page size does.
  const given = ['page_size', 'pageSize'].filter((name) => sizeOf(criteria[name]) !== 0);
  for (const name of given) if (sizeOf(criteria[name]) > max) throw pageTooLarge({ max });
  const size = call.settings.get(defaultPageSize);
  if (given.length > 0 || size === 0) return criteria;
  delete criteria['pageSize'];
  criteria['page_size'] = size;
  return criteria;
};

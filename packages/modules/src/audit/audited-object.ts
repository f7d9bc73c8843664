import type { Route, WireType } from '@tessera/webapi';

/** Type and id of what a call changes, as far as its route, its arguments and its result tell. */
export interface AuditedObject {
  readonly type: string;
  readonly idOf: (args: Readonly<Record<string, unknown>>, result: unknown) => string | null;
}

const VARIABLE = /:(\w+)/g;
const MAX_ID = 255;

/** `Magento\Customer\Api\Data\CustomerInterface` and `…\Api\CustomerRepositoryInterface` are both `customer`. */
function shortName(name: string): string {
  const last = name.split(/[\\.]/).at(-1) ?? name;
  const bare = last.replace(/Interface$/, '').replace(/(?:Repository|Management|Service)$/, '');
  return bare.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

const dataName = (type: WireType | undefined): string | null => (type?.kind === 'data' ? shortName(type.name) : null);

const at = (object: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], object);

const asId = (value: unknown): string | null =>
  typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value).slice(0, MAX_ID) : null;

/** Compiled once for a route: the type of the object and the ways to its id, the surest first. */
export function auditedObject({ path, operation, identifies, access }: Route): AuditedObject {
  const parameters = Object.entries(operation.parameters);
  const given = parameters.find(([, { type }]) => type.kind === 'data');
  const variables = [...path.matchAll(VARIABLE)].map(([, name = '']) => name).reverse();
  const ways: (readonly string[])[] = [
    ...variables.filter((name) => operation.parameters[name] !== undefined).map((name) => [name]),
    ...Object.values(identifies ?? {}).map((field) => field.split('.')),
    ...Object.keys(access.forced).map((field) => field.split('.')),
    ...parameters.filter(([name]) => /^(?:path|email|username|customerEmail)$/.test(name)).map(([name]) => [name]),
  ];
  const named = ways.flat().flatMap((name) => /^(\w+)Id$/.exec(name)?.[1] ?? [])[0];
  const inside = given === undefined ? [] : [[given[0], 'id']];
  return {
    type: (given === undefined ? null : dataName(given[1].type)) ?? shortName(named ?? operation.service),
    idOf: (args, result) => {
      for (const way of [...ways, ...inside]) {
        const id = asId(at(args, way));
        if (id !== null) return id;
      }
      return asId(at(result, ['id'])) ?? (operation.returns.kind === 'int' ? asId(result) : null);
    },
  };
}

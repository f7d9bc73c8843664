import { bulkPath, camelCase, operationId } from '../contract/naming.ts';
import type { AnyOperation, Parameter } from '../contract/service.ts';
import { type DataType, string, type WireType } from '../contract/wire-types.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import { isVariable } from '../routing/router.ts';
import failures from './declared-failures.json' with { type: 'json' };
import type { DocumentMode } from './document-scope.ts';

export interface PathParameter {
  readonly name: string;
  readonly type: WireType;
}
export interface QueryParameter {
  readonly name: string;
  readonly type: WireType;
  /** null for a part of an object, which has no say of its own. */
  readonly required: boolean | null;
}
export interface BodyArguments {
  readonly name: string;
  readonly arguments: readonly (readonly [string, Parameter])[];
}

/** Everything that the documents say of a route, whatever their format. */
export interface RouteDescription {
  readonly operationId: string;
  /** Template with `{name}` variables. */
  readonly path: string;
  readonly inPath: readonly PathParameter[];
  readonly inQuery: readonly QueryParameter[];
  readonly inBody: BodyArguments | null;
  /** What Magento documents to fail: 400 for what the caller can mend, 500 for the rest. */
  readonly failures: readonly number[];
}

/** `/V1/customers/:customerId` → `/V1/customers/{customerId}`. */
const bracedPath = (path: string): string =>
  path
    .split('/')
    .map((segment) => (isVariable(segment) ? `{${segment.slice(1)}}` : segment))
    .join('/');

/**
 * Describes a route (behaviour H3): variables of the path that the operation does not know are strings, forced
 * arguments are hidden, what is left stands in the query of a GET or DELETE and in the body of the others.
 */
export function describeRoute({ method, path: template, route }: CompiledRoute, mode: DocumentMode): RouteDescription {
  const { operation, access } = route;
  // In a bulk, variables of the path are literals, and their values stand in the entries of the body (behaviour G3).
  const path = mode === 'async-bulk' ? bulkPath(template) : template;
  const variables = path.split('/').filter(isVariable);
  const inPath = variables.map((segment) => {
    const name = segment.slice(1);
    return { name, type: operation.parameters[name]?.type ?? string };
  });
  const sent = Object.entries(operation.parameters).filter(
    ([name]) => !(name in access.forced) && !inPath.some((variable) => variable.name === name),
  );
  const id = operationId(method, path);
  const bodiless = method === 'GET' || (method === 'DELETE' && mode !== 'async-bulk');
  return {
    operationId: id,
    path: bracedPath(path),
    inPath,
    inQuery: bodiless ? sent.flatMap(([name, parameter]) => inQuery(name, parameter)) : [],
    inBody: bodiless || sent.length === 0 ? null : { name: `${id}Body`, arguments: sent },
    failures: failuresOf(operation, sent.length + inPath.length > 0),
  };
}

const declared: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = failures;
const BAD_INPUT = [400];

/** As Magento documents them for its own operations; others can fail by their input, if they have any. */
const failuresOf = (operation: AnyOperation, hasInput: boolean): readonly number[] =>
  declared[operation.service]?.[operation.method] ?? (hasInput ? BAD_INPUT : []);

function inQuery(name: string, { type, required }: Parameter): readonly QueryParameter[] {
  const parts = flatten(name, type, []);
  return parts ?? [{ name, type, required }];
}

/** An object becomes a parameter for each of its ends: `searchCriteria[filterGroups][0][filters][0][field]`. */
function flatten(name: string, type: WireType, around: readonly DataType[]): QueryParameter[] | null {
  if (type.kind === 'list') return type.item.kind === 'data' ? flatten(`${name}[0]`, type.item, around) : null;
  if (type.kind !== 'data') return null;
  if (around.includes(type)) return [];
  return Object.entries(type.fields).flatMap(([field, declaration]) => {
    const inside = `${name}[${camelCase(field)}]`;
    return (
      flatten(inside, declaration.type, [...around, type]) ?? [{ name: inside, type: declaration.type, required: null }]
    );
  });
}

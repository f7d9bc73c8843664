import { bulkPath } from '../contract/naming.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import { commitsInSteps, type HttpMethod } from '../routing/route.ts';
import { compileRouter, type Match, type Router, templateVariables } from '../routing/router.ts';

/**
 * Whether a route can be called asynchronously: never a read, nor what is declared for synchronous calls only, nor what
 * cannot be put into the transaction in which an operation is executed.
 */
export const isAsynchronous = ({ method, route }: CompiledRoute): boolean =>
  method !== 'GET' && route.synchronousOnly !== true && !commitsInSteps(route);

/** The names of the variables of a route, in their order. */
export const variablesOf = ({ path }: CompiledRoute): string[] => templateVariables(path);

const sameOperation = (a: CompiledRoute, b: CompiledRoute): boolean =>
  a.route.operation.service === b.route.operation.service && a.route.operation.method === b.route.operation.method;

/**
 * The router of single asynchronous calls. Unlike in synchronous ones, a literal route gives way to one with variables
 * that leads to the same operation: `async/V1/customers/me` is the customer with the id `me`, to be changed by who
 * manages customers (recorded). In bulk calls `me` is itself.
 */
export function compileAsyncRouter(routes: readonly CompiledRoute[]): Router<CompiledRoute> {
  const offered = routes.filter(isAsynchronous);
  const match = compileRouter(offered);
  const matchVariables = compileRouter(offered.filter((route) => variablesOf(route).length > 0));
  return (method, segments) => {
    const found = match(method, segments);
    if (found === null || variablesOf(found.route).length > 0) return found;
    const other = matchVariables(method, segments);
    return other !== null && sameOperation(found.route, other.route) ? other : found;
  };
}

/** The router of bulk calls: every `:name` of a path stands as the literal `byName`, its values are in the items (G3). */
export function compileBulkRouter(routes: readonly CompiledRoute[]): Router<CompiledRoute> {
  const offered = new Map<string, { method: HttpMethod; path: string; module: string; compiled: CompiledRoute }>();
  for (const compiled of routes.filter(isAsynchronous)) {
    const { method, module } = compiled;
    const path = bulkPath(compiled.path);
    if (!offered.has(`${method} ${path}`)) offered.set(`${method} ${path}`, { method, path, module, compiled });
  }
  const match = compileRouter([...offered.values()]);
  return (method, segments): Match<CompiledRoute> | null => {
    const found = match(method, segments);
    return found === null ? null : { route: found.route.compiled, variables: {} };
  };
}

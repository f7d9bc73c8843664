import { bulkPath } from '../contract/naming.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import type { HttpMethod } from '../routing/route.ts';
import { compileRouter, type Match, type Router, templateSegments } from '../routing/router.ts';

/** Whether a route can be called asynchronously: never a read, nor what is declared for synchronous calls only. */
export const isAsynchronous = ({ method, route }: CompiledRoute): boolean =>
  method !== 'GET' && route.synchronousOnly !== true;

const isVariable = (segment: string): boolean => segment.startsWith(':') && !segment.startsWith('::');

/** The names of the variables of a route, in their order. */
export const variablesOf = ({ path }: CompiledRoute): string[] =>
  templateSegments(path)
    .filter(isVariable)
    .map((segment) => segment.slice(1));

/**
 * The router of single asynchronous calls. Unlike in synchronous ones, a route with variables beats a literal one:
 * `async/V1/customers/me` is the customer with the id `me`, to be changed by who manages customers (recorded).
 */
export function compileAsyncRouter(routes: readonly CompiledRoute[]): Router<CompiledRoute> {
  const offered = routes.filter(isAsynchronous);
  const withVariables = compileRouter(offered.filter((route) => variablesOf(route).length > 0));
  const literal = compileRouter(offered.filter((route) => variablesOf(route).length === 0));
  return (method, segments) => withVariables(method, segments) ?? literal(method, segments);
}

/** The router of bulk calls: every `:name` of a path stands as the literal `byName`, its values are in the items (G3). */
export function compileBulkRouter(routes: readonly CompiledRoute[]): Router<CompiledRoute> {
  const offered = new Map<string, { method: HttpMethod; path: string; compiled: CompiledRoute }>();
  for (const compiled of routes.filter(isAsynchronous)) {
    const { method } = compiled;
    const path = bulkPath(compiled.path);
    if (!offered.has(`${method} ${path}`)) offered.set(`${method} ${path}`, { method, path, compiled });
  }
  const match = compileRouter([...offered.values()]);
  return (method, segments): Match<CompiledRoute> | null => {
    const found = match(method, segments);
    return found === null ? null : { route: found.route.compiled, variables: {} };
  };
}

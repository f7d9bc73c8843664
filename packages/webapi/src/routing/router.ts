import { ModuleError } from '../module/module-error.ts';
import type { HttpMethod } from './route.ts';

/** Something that stands at a method and a path template. */
export interface Routable {
  readonly method: HttpMethod;
  readonly path: string;
  /** Whose it is, for the message where two collide. */
  readonly module: string;
}
export interface Match<R> {
  readonly route: R;
  readonly variables: Readonly<Record<string, string>>;
}
export type Router<R> = (method: string, segments: readonly string[]) => Match<R> | null;

interface Node<R> {
  literals: Map<string, Node<R>>;
  variable: Node<R> | null;
  routes: Map<string, { route: R; names: readonly string[] }>;
}
const node = <R>(): Node<R> => ({ literals: new Map(), variable: null, routes: new Map() });

/** `/V1/customers/:id` → its segments. Leading and trailing slashes do not count. */
export const templateSegments = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

/** Whether a segment of a template stands for anything. */
export const isVariable = (segment: string): boolean => segment.startsWith(':') && !segment.startsWith('::');

/** The names of the variables of a template, in their order. */
export const templateVariables = (path: string): string[] =>
  templateSegments(path)
    .filter(isVariable)
    .map((segment) => segment.slice(1));

function twoRoutes(route: Routable, there: Routable): ModuleError {
  const owner = there.module === route.module ? 'it has itself' : `${there.module} has`;
  return new ModuleError(
    route.module,
    `${route.method} ${route.path} stands where ${owner} ${there.method} ${there.path}; give it another path.`,
  );
}

/**
 * Compiles a router. A literal segment beats a variable one at the leftmost place where they differ (observed rule F6:
 * the templates are sorted by their text and the last one wins). Segments come decoded; the path is case-sensitive.
 * @throws ModuleError where two routes stand at one place
 */
export function compileRouter<R extends Routable>(routes: readonly R[]): Router<R> {
  const root = node<R>();
  for (const route of routes) {
    let at = root;
    const names: string[] = [];
    for (const segment of templateSegments(route.path)) {
      if (isVariable(segment)) {
        names.push(segment.slice(1));
        at = at.variable ??= node<R>();
      } else {
        const literal = segment.replace(/^::/, ':');
        let next = at.literals.get(literal);
        if (next === undefined) at.literals.set(literal, (next = node<R>()));
        at = next;
      }
    }
    const there = at.routes.get(route.method);
    if (there !== undefined) throw twoRoutes(route, there.route);
    at.routes.set(route.method, { route, names });
  }

  const find = (
    at: Node<R>,
    method: string,
    segments: readonly string[],
    index: number,
    values: string[],
  ): Match<R> | null => {
    if (index === segments.length) {
      const hit = at.routes.get(method);
      if (hit === undefined) return null;
      const variables: Record<string, string> = {};
      hit.names.forEach((name, i) => {
        variables[name] = values[i] as string;
      });
      return { route: hit.route, variables };
    }
    const segment = segments[index] as string;
    const literal = at.literals.get(segment);
    if (literal !== undefined) {
      const match = find(literal, method, segments, index + 1, values);
      if (match !== null) return match;
    }
    if (at.variable === null) return null;
    const depth = values.length;
    values.push(segment);
    const match = find(at.variable, method, segments, index + 1, values);
    if (match === null) values.length = depth;
    return match;
  };
  return (method, segments) => find(root, method, segments, 0, []);
}

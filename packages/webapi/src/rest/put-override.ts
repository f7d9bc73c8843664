import { camelCase, snakeCase } from '../contract/naming.ts';
import type { Route } from '../routing/route.ts';

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What the URL of a PUT does to its body (behaviour F11): the last request parameter (the last of the query, or else
 * the last path variable) goes into the body's only object where that object's type declares such a field, else to
 * the top level. The value `me` is never injected.
 * @param last name and value of the last request parameter
 */
export function overrideByUrl(route: Route, body: Plain, last: readonly [string, unknown] | null): Plain {
  if (last === null || last[1] === 'me') return body;
  const [name, value] = last;
  const roots = Object.keys(body);
  const root = roots[0];
  if (roots.length === 1 && root !== undefined && isPlain(body[root]) && declares(route, root, name)) {
    return { ...body, [root]: withField(body[root], name, value) };
  }
  return withField(body, name, value);
}

function declares(route: Route, root: string, name: string): boolean {
  const { parameters } = route.operation;
  const parameter = [root, camelCase(root)].find((spelling) => Object.hasOwn(parameters, spelling));
  const type = parameter === undefined ? undefined : parameters[parameter]?.type;
  return type?.kind === 'data' && Object.hasOwn(type.fields, snakeCase(name));
}

/** An existing camelCase key is replaced, otherwise the snake_case one is set. */
function withField(target: Plain, name: string, value: unknown): Plain {
  const camel = camelCase(name);
  return { ...target, [Object.hasOwn(target, camel) ? camel : snakeCase(name)]: value };
}

/** Fills a body field from a path variable where the body has none (`identifies` of the route); numeric values only. */
export function identifyByUrl(route: Route, body: Plain, variables: Readonly<Record<string, string>>): Plain {
  let result = body;
  for (const [variable, path] of Object.entries(route.identifies ?? {})) {
    const value = variables[variable];
    const [root = '', field = ''] = path.split('.');
    const target = result[root];
    if (value === undefined || !/^\s*[+-]?\d/.test(value) || !isPlain(target)) continue;
    if (target[field] === undefined && target[camelCase(field)] === undefined)
      result = { ...result, [root]: { ...target, [field]: value } };
  }
  return result;
}

import { isUnknownPlaceholder, type Placeholders, placeholdersOf } from '../access/forced-parameters.ts';
import { leadsToArgument } from '../contract/argument-path.ts';
import { snakeCase } from '../contract/naming.ts';
import type { Module } from '../module/module.ts';
import { ModuleError } from '../module/module-error.ts';
import type { Route } from './route.ts';
import { compileRouter, templateVariables } from './router.ts';

/** What is left of a template besides variables; it comes decoded, so what has a meaning in a URL never gets here. */
const SEGMENT = /^(?:::?)?[^:/?#%{}\s]+$/;

/**
 * Whether requests can reach the routes of all modules and bring what their operations take.
 * @throws ModuleError for the first route of which that is not so
 */
export function checkRoutes(modules: readonly Module[]): void {
  const placeholders = placeholdersOf(modules);
  const routes = modules.flatMap(({ name, routes: own = [] }) => own.map((route) => ({ ...route, module: name })));
  for (const route of routes) {
    const refuse = (sentence: string): never => {
      throw new ModuleError(route.module, `${route.method} ${route.path} ${sentence}`);
    };
    checkPath(route, refuse);
    checkVariables(route, refuse);
    checkForced(route, placeholders, refuse);
    checkIdentified(route, refuse);
  }
  compileRouter(routes);
}

type Refuse = (sentence: string) => never;

function checkPath({ path }: Route, refuse: Refuse): void {
  if (!/^\/V\d+\//.test(path)) refuse('is never matched; a path begins with a version, for example /V1/.');
  const wrong = path
    .slice(1)
    .split('/')
    .find((segment) => segment !== '' && !SEGMENT.test(segment));
  if (wrong !== undefined)
    refuse(
      wrong.includes('{')
        ? `is never matched because of "${wrong}"; a variable is written :name.`
        : wrong.includes('?')
          ? `is never matched because of "${wrong}"; what stands after a ? reaches the operation by the names of its arguments and is not written in the path.`
          : `is never matched because of "${wrong}"; a segment is either text or a :variable.`,
    );
}

function checkVariables(route: Route, refuse: Refuse): void {
  const { parameters } = route.operation;
  const names = templateVariables(route.path);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) refuse(`has the variable :${twice} twice; give one of them another name.`);
  const lost = names.find((name) => !takesVariable(route, name));
  if (lost === undefined) return;
  const known = Object.keys(parameters).join(', ') || 'nothing';
  refuse(
    `has the variable :${lost}, which ${route.operation.method} does not take (it takes ${known}); name the variable after an argument.`,
  );
}

/** Of a PUT, a variable goes into the object of the body as well where that has such a field (behaviour F11). */
const takesVariable = ({ method, operation, identifies }: Route, name: string): boolean =>
  leadsToArgument(operation.parameters, name) ||
  identifies?.[name] !== undefined ||
  (method === 'PUT' &&
    Object.values(operation.parameters).some(({ type }) => type.kind === 'data' && snakeCase(name) in type.fields));

function checkForced({ operation, access }: Route, placeholders: Placeholders, refuse: Refuse): void {
  for (const [argument, text] of Object.entries(access.forced)) {
    if (!leadsToArgument(operation.parameters, argument))
      refuse(
        `forces "${argument}", which ${operation.method} does not take, so that nothing would be forced; name one of its arguments.`,
      );
    if (isUnknownPlaceholder(text, placeholders))
      refuse(
        `forces "${argument}" to ${text}, which no module gives a value; take one of ${Object.keys(placeholders).join(', ')}.`,
      );
  }
}

function checkIdentified({ operation, identifies = {}, path }: Route, refuse: Refuse): void {
  const variables = templateVariables(path);
  for (const [variable, field] of Object.entries(identifies))
    if (!variables.includes(variable) || !leadsToArgument(operation.parameters, field))
      refuse(
        `lets :${variable} identify "${field}"; name a variable of the path and a field of what ${operation.method} takes.`,
      );
}

import type { Call } from '../access/call.ts';
import { compileForced, type Placeholders, placeholdersOf } from '../access/forced-parameters.ts';
import { argumentsDecoder } from '../contract/decode.ts';
import { type Projector, projectorOf } from '../contract/project.ts';
import type { ServiceImplementation } from '../contract/service.ts';
import type { Module } from '../module/module.ts';
import type { HttpMethod, Route } from '../routing/route.ts';
import { type AroundRule, withAround } from './around.ts';
import { compileInputRules, type InputCheck, type InputRule } from './input-rule.ts';

export type Plain = Record<string, unknown>;

/** A route with everything that a request needs compiled at start. */
export interface CompiledRoute {
  readonly method: HttpMethod;
  readonly path: string;
  readonly route: Route;
  readonly module: string;
  readonly anonymous: boolean;
  readonly force: ((input: Plain, call: Call) => Promise<Plain> | Plain) | null;
  /** The modules' rules on input, null where none concerns the route. */
  readonly check: InputCheck | null;
  readonly decode: (input: Plain) => Plain;
  readonly invoke: (args: Plain, call: Call) => unknown;
  readonly project: Projector;
}

/** Compiles the routes of all modules; throws at start where a route names an operation that nobody implements. */
export function compileRoutes(modules: readonly Module[]): readonly CompiledRoute[] {
  const implementations = new Map<string, ServiceImplementation>();
  const rules = modules.flatMap((module) => module.inputRules ?? []);
  const around = modules.flatMap((module) => module.around ?? []);
  const placeholders = placeholdersOf(modules);
  for (const module of modules)
    for (const implementation of module.services ?? []) implementations.set(implementation.service, implementation);
  return modules.flatMap((module) =>
    (module.routes ?? []).map((route) =>
      compileRoute(route, module.name, implementations, placeholders, rules, around),
    ),
  );
}

function compileRoute(
  route: Route,
  module: string,
  implementations: ReadonlyMap<string, ServiceImplementation>,
  placeholders: Placeholders,
  rules: readonly InputRule[],
  around: readonly AroundRule[],
): CompiledRoute {
  const { operation } = route;
  const method = implementations.get(operation.service)?.methods[operation.method];
  if (method === undefined)
    throw new Error(
      `${module}: ${route.method} ${route.path} names ${operation.service}::${operation.method}, which no module implements`,
    );
  return {
    method: route.method,
    path: route.path,
    route,
    module,
    anonymous: route.access.resources.includes('anonymous'),
    force: compileForced(route.access.forced, placeholders),
    check: compileInputRules(rules, route),
    decode: argumentsDecoder(operation.parameters),
    invoke: withAround(around, route, method as (args: Plain, call: Call) => unknown),
    project: projectorOf(operation.returns),
  };
}

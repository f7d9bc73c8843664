import type { Call } from '../access/call.ts';
import type { Route } from '../routing/route.ts';

type Arguments = Record<string, unknown>;
/** Invokes the service, or what stands nearer to it. */
export type Invoke = (args: Arguments, call: Call) => unknown;
/** Stands around the invocation of a service, whatever binding it was called through. */
export type Around = (args: Arguments, call: Call, invoke: Invoke) => unknown;
/** What stands around a route's service, compiled for every route at start; null where nothing does. */
export type AroundRule = (route: Route) => Around | null;

/** The service with everything around it, the first declared being the outermost; itself where nothing is. */
export const withAround = (rules: readonly AroundRule[], route: Route, invoke: Invoke): Invoke =>
  rules.reduceRight<Invoke>((inner, rule) => {
    const around = rule(route);
    return around === null ? inner : (args, call) => around(args, call, inner);
  }, invoke);

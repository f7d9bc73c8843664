import type { Call } from '../access/call.ts';
import type { Route } from '../routing/route.ts';

/** Looks at a call's input before it is decoded; gives it back, completed perhaps, or refuses it by throwing. */
export type InputCheck = (input: Record<string, unknown>, call: Call) => Record<string, unknown>;

/** A rule on input, compiled for every route at start; null where it has nothing to do with the route. */
export type InputRule = (route: Route) => InputCheck | null;

/** The checks of one route as one, null where there are none. */
export function compileInputRules(rules: readonly InputRule[], route: Route): InputCheck | null {
  const checks = rules.map((rule) => rule(route)).filter((check) => check !== null);
  if (checks.length === 0) return null;
  return (input, call) => checks.reduce((checked, check) => check(checked, call), input);
}

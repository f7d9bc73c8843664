import { type AccountSharing, authorize, holds } from '../access/authorize.ts';
import type { Call } from '../access/call.ts';
import { httpsRequired, notAuthorized } from '../errors/catalogue.ts';
import type { HttpRequest } from '../http/message.ts';
import type { CompiledRoute, Plain } from './compiled-route.ts';
import type { Guard } from './guard.ts';

// The steps that every binding shares, in their order. REST, SOAP, bulk and aggregate differ only in how a call is
// read before them and how its answer is written after them.

/** Setting of `Magento_WebapiSecurity`. */
const ALLOW_GUESTS = 'webapi/webapisecurity/allow_insecure';
/** Setting of `Magento_Customer`: 1 per website, 0 global. */
const ACCOUNT_SHARING = 'customer/account_share/scope';
export const accountSharing = (call: Call): AccountSharing =>
  call.settings.text(ACCOUNT_SHARING) === '0' ? 'global' : 'website';

/** Refuses a caller that lacks a resource of the route: 401, naming every resource of the route (F33). */
export function authorizeCall(route: CompiledRoute, call: Call): void {
  if (route.anonymous || (route.route.optionallyAnonymous === true && call.settings.text(ALLOW_GUESTS) === '1')) return;
  const verdict = authorize(call.caller, route.route.access.resources, call.store, accountSharing(call));
  if (!verdict.allowed) throw notAuthorized({ resources: verdict.resources.join(', ') });
}

/** Refuses a route that answers over TLS only where it is called without (F7). */
function requireTls({ route }: CompiledRoute, request: HttpRequest): void {
  if (route.secure === true && request.scheme !== 'https') throw httpsRequired();
}

/** Runs the modules' checks on an authorized call. */
async function runGuards(
  guards: readonly Guard[],
  route: CompiledRoute,
  call: Call,
  request: HttpRequest | null,
): Promise<void> {
  for (const guard of guards) {
    const checking = guard(route.route, call, request);
    if (checking !== undefined) await checking;
  }
}

/**
 * Whether a call may be made, before its input is read: authorize → TLS → guards. Every binding asks here.
 * @param request null where the call did not come in by HTTP, so that there is no connection to protect
 */
export function admitCall(
  route: CompiledRoute,
  call: Call,
  guards: readonly Guard[],
  request: HttpRequest | null,
): Promise<void> | void {
  authorizeCall(route, call);
  if (request !== null) requireTls(route, request);
  if (guards.length > 0) return runGuards(guards, route, call, request);
}

/** Applies the modules' rules on input, then decodes the arguments. */
export const decodeInput = (route: CompiledRoute, input: Plain, call: Call): Plain =>
  route.decode(route.check === null ? input : route.check(input, call));

/** Forces the parameters that the caller's identity dictates, then decodes the arguments. */
export function readArguments(route: CompiledRoute, input: Plain, call: Call): Promise<Plain> | Plain {
  if (route.force === null) return decodeInput(route, input, call);
  return Promise.resolve(route.force(input, call)).then((forced) => decodeInput(route, forced, call));
}

/** Shapes a result for this caller. */
export function projectResult(route: CompiledRoute, result: unknown, call: Call): unknown {
  return route.project(result, (resource) => holds(call.caller, resource, call.store, accountSharing(call)));
}

/** All shared steps for a call whose input is known: authorize → TLS → guards → force → decode → invoke → project. */
export async function perform(
  route: CompiledRoute,
  input: Plain,
  call: Call,
  guards: readonly Guard[] = [],
  request: HttpRequest | null = null,
): Promise<unknown> {
  await admitCall(route, call, guards, request);
  const args = await readArguments(route, input, call);
  return projectResult(route, await route.invoke(args, call), call);
}

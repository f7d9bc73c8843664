import { ALL_RESOURCES, type Call, type Grants, holds, notAuthorized, problem, type TokenLimit } from '@tessera/webapi';

export const tokenLimited = problem(
  'token_limited',
  403,
  "The access token is limited (%1) and can't be used to hand out rights or secrets.",
  'The token is limited to addresses or store views. With a role, an integration, a password or a token that it makes, one could get past these limits. Use a token without them, or an admin.',
);

/** Calls that nobody made over the network: the command line and what the application does by itself. */
const isOwn = ({ binding }: Call): boolean => binding === 'command' || binding === 'internal';

const holdsAll = ({ caller }: Call): boolean => 'grants' in caller && caller.grants.all;

/**
 * Whoever calls with a limited token hands nothing out: what it makes would not have the token's limits.
 * @param limits that count here
 * @throws WebapiError `token_limited`
 */
export function requireUnlimited(call: Call, limits: readonly TokenLimit[] = ['addresses', 'stores']): void {
  if (isOwn(call)) return;
  const { caller } = call;
  const limitedTo = caller.kind === 'integration' ? (caller.limitedTo ?? []) : [];
  const counting = limitedTo.filter((limit) => limits.includes(limit));
  if (counting.length > 0) throw tokenLimited([counting.join(', ')]);
}

/** @throws WebapiError `not_authorized`, naming what of this the caller does not hold */
export function requireResources(call: Call, granted: Grants): void {
  if (isOwn(call) || holdsAll(call)) return;
  const lacking = granted.all
    ? [ALL_RESOURCES]
    : [...granted.resources].filter((resource) => !holds(call.caller, resource, call.store, 'website'));
  if (lacking.length > 0) throw notAuthorized({ resources: lacking.join(', ') });
}

/**
 * Nobody hands out more than they hold: not in a role, not in an integration, and not by taking over a user or an
 * integration that holds more. Otherwise whoever may manage roles, users or integrations would hold everything.
 * @throws WebapiError `not_authorized`, naming what the caller lacks; `token_limited`
 */
export function requireHeld(call: Call, granted: Grants): void {
  requireUnlimited(call);
  requireResources(call, granted);
}

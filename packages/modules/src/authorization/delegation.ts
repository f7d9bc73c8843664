import { ALL_RESOURCES, type Call, type Grants, holds, notAuthorized } from '@tessera/webapi';

/** Calls that nobody made over the network: the command line and what the application does by itself. */
const isOwn = ({ binding }: Call): boolean => binding === 'command' || binding === 'internal';

const holdsAll = ({ caller }: Call): boolean => 'grants' in caller && caller.grants.all;

/**
 * Nobody hands out more than they hold: not in a role, not in an integration, and not by taking over a user or an
 * integration that holds more. Otherwise whoever may manage roles, users or integrations would hold everything.
 * @throws WebapiError `not_authorized`, naming what the caller lacks
 */
export function requireHeld(call: Call, granted: Grants): void {
  if (isOwn(call) || holdsAll(call)) return;
  const lacking = granted.all
    ? [ALL_RESOURCES]
    : [...granted.resources].filter((resource) => !holds(call.caller, resource, call.store, 'website'));
  if (lacking.length > 0) throw notAuthorized({ resources: lacking.join(', ') });
}

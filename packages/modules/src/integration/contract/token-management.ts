import { boolean, data, int, list, maybe, operation, optional, required, service, string } from '@tessera/webapi';

/** An access token of an integration, without its secrets. From input: label, expires_at and the limits only. */
export const AccessToken = data('Tessera\\Integration\\Api\\Data\\AccessTokenInterface', {
  id: required(int),
  label: required(string, { description: 'What it is for; null for the one that activation gave.' }),
  state: required(string, { description: 'active, retiring (another has taken its place), expired or revoked.' }),
  expires_at: required(string, { description: 'YYYY-MM-DD HH:MM:SS in UTC; null for never.' }),
  ends_at: required(string, { description: 'The same with the maximum age of the settings.' }),
  allowed_addresses: required(list(string), { description: 'Addresses and networks (CIDR); empty for all.' }),
  store_ids: required(list(int), { description: 'Store views that it is good for; empty for all.' }),
  read_only: required(boolean, { description: 'Passes GET and searches only.' }),
  created_at: required(string),
  last_used_at: required(string),
  access_token: optional(string, { description: 'Shown once, when it is issued.' }),
  access_token_secret: optional(string, { description: 'Shown once, when it is issued.' }),
});

/** What an event tells of an access token; its secrets are never in there. */
export const ChangedToken = data('Tessera\\Integration\\Api\\Data\\ChangedTokenInterface', {
  integration_id: required(int),
  integration_name: required(string),
  token: required(AccessToken),
});

/** A credential that somebody should look at. */
export const ReviewedCredential = data('Tessera\\Integration\\Api\\Data\\ReviewedCredentialInterface', {
  integration_id: required(int),
  integration_name: required(string),
  token_id: required(int),
  label: required(string),
  reason: required(string, { description: 'never_used, unused or expires_soon.' }),
  created_at: required(string),
  last_used_at: required(string),
  ends_at: required(string),
});

/** Ours: the access tokens of an integration, one by one. */
export const TokenManagement = service('Tessera\\Integration\\Api\\TokenManagementInterface', {
  getList: operation({ id: int }, list(AccessToken), 'The tokens of an integration, ended ones for thirty days.'),
  issue: operation({ id: int, token: AccessToken }, AccessToken, 'One more token beside the others.'),
  update: operation(
    { id: int, tokenId: int, token: AccessToken },
    AccessToken,
    'Changes what is given; holds at once.',
  ),
  revoke: operation({ id: int, tokenId: int }, boolean, 'The token stops at once.'),
  rotate: operation(
    { id: int, tokenId: int, overlapSeconds: maybe(int) },
    AccessToken,
    'A new token with the same label and limits; the old one goes on for the overlap.',
  ),
  review: operation({ days: maybe(int) }, list(ReviewedCredential), 'Tokens that are not used, or end soon.'),
});

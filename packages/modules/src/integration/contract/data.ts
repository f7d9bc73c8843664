import { boolean, data, int, list, optional, required, searchResults, string } from '@tessera/webapi';

/** An integration. Secrets are never in here; status, type, consumer and dates are not taken from input. */
export const Integration = data('Tessera\\Integration\\Api\\Data\\IntegrationInterface', {
  id: required(int),
  name: required(string, { description: 'Unique, letter case aside.' }),
  email: required(string),
  endpoint: required(string, { description: 'Callback URL, to which the credentials are posted.' }),
  identity_link_url: required(string, { description: 'Where the merchant signs in at the third party.' }),
  status: required(int, { description: '0 inactive, 1 active, 2 reset.' }),
  setup_type: required(int, { description: '0 made by hand, 1 declared by a module.' }),
  consumer_id: required(int),
  consumer_key: required(string),
  all_resources: required(boolean),
  resources: required(list(string)),
  rate_limit: optional(int, {
    description: 'Calls in a period; 0 for any number, nothing for what webapi/rate_limit/integration_limit says.',
  }),
  created_at: required(string),
  updated_at: required(string),
});
export const IntegrationSearchResults = searchResults(
  'Tessera\\Integration\\Api\\Data\\IntegrationSearchResultsInterface',
  Integration,
);

/** The four secrets of an integration; null where not issued. */
export const Credentials = data('Tessera\\Integration\\Api\\Data\\CredentialsInterface', {
  consumer_key: required(string),
  consumer_secret: required(string),
  access_token: required(string),
  access_token_secret: required(string),
});

/** What an activation gives: the credentials, or after a post to the callback where to go on. */
export const Activation = data('Tessera\\Integration\\Api\\Data\\ActivationInterface', {
  consumer_key: optional(string),
  consumer_secret: optional(string),
  access_token: optional(string),
  access_token_secret: optional(string),
  identity_link_url: optional(string),
  oauth_consumer_key: optional(string),
  success_call_back: optional(string),
});

/** One step of a handshake as it happened. */
export const HandshakeEvent = data('Tessera\\Integration\\Api\\Data\\HandshakeEventInterface', {
  id: required(int),
  step: required(string, {
    description:
      'callback, request_token, access_token, activated, reauthorized, credentials_read, token_issued, token_changed, token_revoked, token_rotated or reset.',
  }),
  outcome: required(string, { description: 'ok or failed.' }),
  detail: required(string),
  http_status: required(int, {
    description: 'Of the callback: what the third party answered. Of the token calls: what we answered.',
  }),
  occurred_at: required(string),
});

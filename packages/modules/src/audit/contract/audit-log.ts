import { data, int, operation, required, SearchCriteria, searchResults, service, string } from '@tessera/webapi';

/** One change. */
export const AuditEntry = data('Tessera\\Audit\\Api\\Data\\AuditEntryInterface', {
  id: required(int),
  occurred_at: required(string),
  caller_kind: required(string, { description: 'integration, admin, customer or guest.' }),
  caller_id: required(int),
  caller_name: required(string),
  integration_id: required(int),
  token_id: required(int, { description: 'The access token of the integration that was used.' }),
  remote_address: required(string),
  request_id: required(string),
  binding: required(string, { description: 'rest, soap, bulk, aggregate, command or internal.' }),
  method: required(string),
  route: required(string),
  operation: required(string, { description: 'service::method' }),
  entity_type: required(string),
  entity_id: required(string),
  store_id: required(int),
  outcome: required(string, { description: 'ok, or failed where a part of it may have happened.' }),
  changes: required(string, {
    description: 'JSON: the fields that were given; secrets masked, long values cut, `…` where something was left out.',
  }),
});
export const AuditSearchResults = searchResults('Tessera\\Audit\\Api\\Data\\AuditSearchResultsInterface', AuditEntry);

/** Ours: reads the audit log. Nothing can change it. */
export const AuditLog = service('Tessera\\Audit\\Api\\AuditLogInterface', {
  getList: operation({ searchCriteria: SearchCriteria }, AuditSearchResults, 'Changes, the last first.'),
});

import { boolean, int, list, maybe, operation, SearchCriteria, service } from '@tessera/webapi';
import { Activation, Credentials, HandshakeEvent, Integration, IntegrationSearchResults } from './data.ts';

/** Ours: Magento manages integrations in its admin panel only. */
export const IntegrationManagement = service('Tessera\\Integration\\Api\\IntegrationManagementInterface', {
  create: operation({ integration: Integration }, Integration),
  getById: operation({ id: int }, Integration),
  getList: operation(
    { searchCriteria: SearchCriteria },
    IntegrationSearchResults,
    'Beside their own fields by last_used_at, by expires_at (when the last access token ends) and by has_access (0 or 1).',
  ),
  update: operation({ id: int, integration: Integration }, Integration, 'Changes what is given; grants hold at once.'),
  deleteById: operation({ id: int }, boolean, 'Its tokens stop at once.'),
  activate: operation({ id: int }, Activation, 'Issues the tokens, or starts the handshake where both URLs are set.'),
  reauthorize: operation(
    { id: int, overlap: maybe(boolean) },
    Activation,
    'The same with new tokens; the old ones stop, or go on for a while where overlap is asked for.',
  ),
  getCredentials: operation({ id: int }, Credentials, 'Every reading is logged.'),
  getHandshake: operation({ id: int }, list(HandshakeEvent), 'What has happened so far, the oldest first.'),
});

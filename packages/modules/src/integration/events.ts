import { Integration } from './contract/data.ts';
import { ChangedToken } from './contract/token-management.ts';

const integration = { resource: 'Magento_Integration::integrations', data: Integration };
const token = { resource: 'Magento_Integration::integrations', data: ChangedToken };

export const events = [
  { name: 'integration.created', description: 'An integration was created.', ...integration },
  { name: 'integration.updated', description: 'What an integration is or may do was changed.', ...integration },
  { name: 'integration.activated', description: 'An integration has its access token and is active.', ...integration },
  { name: 'integration.reauthorized', description: 'An active integration has new tokens.', ...integration },
  {
    name: 'integration.deleted',
    description: 'An integration was deleted; the data are the last ones.',
    ...integration,
  },
  { name: 'integration.token_issued', description: 'A further access token was issued.', ...token },
  { name: 'integration.token_changed', description: 'Label, expiry or limits of an access token changed.', ...token },
  { name: 'integration.token_rotated', description: 'An access token was issued in the place of another.', ...token },
  { name: 'integration.token_revoked', description: 'An access token was ended.', ...token },
];

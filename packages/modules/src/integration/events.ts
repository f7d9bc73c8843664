import { Integration } from './contract/data.ts';

const integration = { resource: 'Magento_Integration::integrations', data: Integration };

export const events = [
  { name: 'integration.created', description: 'An integration was created.', ...integration },
  { name: 'integration.activated', description: 'An integration has its access token and is active.', ...integration },
  { name: 'integration.reauthorized', description: 'An active integration has new tokens.', ...integration },
  {
    name: 'integration.deleted',
    description: 'An integration was deleted; the data are the last ones.',
    ...integration,
  },
];

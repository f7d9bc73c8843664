import { allow, get, post } from '@tessera/webapi';
import { ActivityManagement, SignatureDebugger } from './contract/activity.ts';

const integrations = allow('Magento_Integration::integrations');
const ours = { extension: true, synchronousOnly: true };

export const routes = [
  get('/V1/integrations/:id/access-log', ActivityManagement.getAccessLog, integrations, ours),
  post('/V1/integrations/:id/debug-signature', SignatureDebugger.explain, integrations, {
    ...ours,
    changesNothing: true,
  }),
  get('/V1/activity/integrations', ActivityManagement.getUse, integrations, ours),
  get('/V1/activity/summary', ActivityManagement.getSummary, allow('Magento_Backend::dashboard'), ours),
];

import { allow, del, get, post, put } from '@tessera/webapi';
import { IntegrationManagement } from './contract/integration-management.ts';
import { TokenManagement } from './contract/token-management.ts';

const integrations = allow('Magento_Integration::integrations');
// Not asynchronously: results of queued calls are stored and shown, and these may hold secrets.
const ours = { extension: true, synchronousOnly: true };
const change = { ...ours, identityCheck: true };
const atOnce = { ...change, severalTransactions: false };

export const routes = [
  post('/V1/integrations', IntegrationManagement.create, integrations, atOnce),
  get('/V1/integrations', IntegrationManagement.getList, integrations, ours),
  get('/V1/integrations/:id', IntegrationManagement.getById, integrations, ours),
  put('/V1/integrations/:id', IntegrationManagement.update, integrations, atOnce),
  del('/V1/integrations/:id', IntegrationManagement.deleteById, integrations, atOnce),
  post('/V1/integrations/:id/activate', IntegrationManagement.activate, integrations, change),
  post('/V1/integrations/:id/reauthorize', IntegrationManagement.reauthorize, integrations, change),
  get('/V1/integrations/:id/credentials', IntegrationManagement.getCredentials, integrations, change),
  get('/V1/integrations/:id/handshake', IntegrationManagement.getHandshake, integrations, ours),
  get('/V1/integrations/:id/tokens', TokenManagement.getList, integrations, ours),
  post('/V1/integrations/:id/tokens', TokenManagement.issue, integrations, atOnce),
  put('/V1/integrations/:id/tokens/:tokenId', TokenManagement.update, integrations, atOnce),
  del('/V1/integrations/:id/tokens/:tokenId', TokenManagement.revoke, integrations, atOnce),
  post('/V1/integrations/:id/tokens/:tokenId/rotate', TokenManagement.rotate, integrations, atOnce),
  get('/V1/credentialReview', TokenManagement.review, integrations, ours),
];

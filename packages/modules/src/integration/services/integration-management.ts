import { implement, readCriteria } from '@tessera/webapi';
import { IntegrationManagement } from '../contract/integration-management.ts';
import { activateIntegration, reauthorizeIntegration } from '../handshake/activate.ts';
import { readCredentials } from '../handshake/credentials.ts';
import { timelineOf } from '../handshake/timeline.ts';
import { integrationRow, showIntegration } from './integration-rows.ts';
import { createIntegration, deleteIntegration, updateIntegration } from './integrations.ts';
import { searchIntegrations } from './search-integrations.ts';

export const integrationManagement = implement(IntegrationManagement, {
  create: ({ integration }, call) => createIntegration(call, integration),
  getById: ({ id }, call) => showIntegration(call.db, id),
  getList: ({ searchCriteria }, call) => searchIntegrations(call, readCriteria(searchCriteria)),
  update: ({ id, integration }, call) => updateIntegration(call, id, integration),
  deleteById: ({ id }, call) => deleteIntegration(call, id),
  activate: ({ id }, call) => activateIntegration(call, id),
  reauthorize: ({ id, overlap }, call) => reauthorizeIntegration(call, id, overlap === true),
  getCredentials: ({ id }, call) => readCredentials(call, id),
  getHandshake: async ({ id }, call) => timelineOf(call, (await integrationRow(call.db, id)).id),
});

import { defineModule } from '@tessera/webapi';
import { webhookCleanUp } from './clean-up.ts';
import { webhookErrors } from './errors.ts';
import { gauges } from './gauges.ts';
import { customerListener, integrationListener } from './listeners.ts';
import { routes } from './routes.ts';
import { secretColumns } from './secret.ts';
import { webhookManagement } from './services/webhook-management.ts';
import { settings } from './settings.ts';
import { subscribedSnapshot } from './subscribers.ts';
import { migrations } from './tables.ts';

/** Webhooks: events that are posted to integrations, in the Standard Webhooks format. */
export const webhooksModule = defineModule({
  name: 'Tessera_Webhooks',
  requires: [
    'Magento_Authorization',
    'Magento_Customer',
    'Magento_Integration',
    'Tessera_Outgoing',
    'Tessera_Observability',
  ],
  routes,
  services: [webhookManagement],
  settings,
  errors: webhookErrors,
  customerListeners: [customerListener],
  integrationListeners: [integrationListener],
  gauges,
  jobs: [webhookCleanUp],
  snapshots: [subscribedSnapshot],
  secretColumns,
  migrations,
});

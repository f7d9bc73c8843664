import { defineModule } from '@tessera/webapi';
import { bulkUnknown } from './bulks.ts';
import { bulkCleanUp } from './clean-up.ts';
import { gauges } from './gauges.ts';
import { secretColumns } from './queue.ts';
import { routes } from './routes.ts';
import { bulkManagement } from './services/bulk-management.ts';
import { bulkStatus } from './services/bulk-status.ts';
import { operationRepository } from './services/operation-repository.ts';
import { settings } from './settings.ts';
import { migrations } from './tables.ts';

/** Asynchronous and bulk calls: their queue, their execution and their states. */
export const asynchronousOperationsModule = defineModule({
  name: 'Magento_AsynchronousOperations',
  requires: ['Magento_Store', 'Magento_Webapi', 'Tessera_Observability'],
  routes,
  services: [bulkStatus, operationRepository, bulkManagement],
  settings,
  errors: [bulkUnknown],
  gauges,
  jobs: [bulkCleanUp],
  secretColumns,
  migrations,
});

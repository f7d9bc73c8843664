import { defineModule } from '@tessera/webapi';
import { endpoints } from './endpoints.ts';
import { countRequest } from './metrics.ts';
import { metricsToken } from './settings.ts';

/** Health checks and Prometheus metrics. */
export const observabilityModule = defineModule({
  name: 'Tessera_Observability',
  requires: ['Magento_Config'],
  settings: [metricsToken],
  endpoints,
  observers: [countRequest],
});

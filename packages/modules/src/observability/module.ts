import { defineModule } from '@tessera/webapi';
import { countRequest } from './count.ts';
import { endpoints } from './endpoints.ts';
import { localMetrics, metricsEnabled, metricsToken } from './settings.ts';

/** Health checks and Prometheus metrics. */
export const observabilityModule = defineModule({
  name: 'Tessera_Observability',
  requires: ['Magento_Config'],
  settings: [metricsEnabled, metricsToken, localMetrics],
  endpoints,
  observers: [countRequest],
});

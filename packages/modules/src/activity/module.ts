import { defineModule } from '@tessera/webapi';
import { activityCleanUp } from './clean-up.ts';
import { recorderOf } from './recorder.ts';
import { routes } from './routes.ts';
import { activityManagement } from './services/activity-management.ts';
import { signatureDebugger } from './services/signature-debugger.ts';
import { settings } from './settings.ts';
import { migrations } from './tables.ts';

/** Access log and statistics of the API's use, and the signature debugger. */
export const activityModule = defineModule({
  name: 'Tessera_Activity',
  requires: ['Magento_Integration'],
  routes,
  services: [activityManagement, signatureDebugger],
  settings,
  observers: [
    (event) => {
      // Pages and health checks are no use of the API.
      if (event.call !== null && event.binding !== 'endpoint') recorderOf(event.call.ports).record(event);
    },
  ],
  jobs: [activityCleanUp],
  migrations,
});

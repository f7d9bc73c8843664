import { defineModule } from '@tessera/webapi';
import { integrationBearerCaller } from './callers/bearer-caller.ts';
import { oauthCaller } from './callers/oauth-caller.ts';
import { integrationErrors } from './errors.ts';
import { events } from './events.ts';
import { endpoints } from './handshake/endpoints.ts';
import { accessSnapshot } from './oauth/access.ts';
import { cleanUpJob } from './oauth/clean-up.ts';
import { oauthErrors } from './oauth/errors.ts';
import { horizonSnapshot } from './oauth/nonce-horizon.ts';
import { prepareNonces } from './oauth/nonces.ts';
import { reencryptJob } from './oauth/reencrypt.ts';
import { secretColumns } from './oauth/secret-columns.ts';
import { tokenGuard } from './oauth/token-guard.ts';
import { routes } from './routes.ts';
import { isActive } from './services/account.ts';
import { integrationManagement } from './services/integration-management.ts';
import { tokenManagement } from './services/token-management.ts';
import { settings } from './settings.ts';
import { migrations } from './tables.ts';

/** Integrations, the handshake by which they get their tokens, and the signed calls they make (OAuth 1.0a). */
export const integrationModule = defineModule({
  name: 'Magento_Integration',
  requires: ['Tessera_Audit', 'Magento_Store', 'Magento_Authorization', 'Tessera_Outgoing', 'Tessera_Observability'],
  routes,
  services: [integrationManagement, tokenManagement],
  guards: [tokenGuard],
  settings,
  errors: [...integrationErrors, ...oauthErrors],
  callers: [integrationBearerCaller, oauthCaller],
  accounts: { integration: isActive },
  endpoints,
  events,
  jobs: [cleanUpJob, reencryptJob],
  warmUp: ({ db }) => prepareNonces(db),
  snapshots: [accessSnapshot, horizonSnapshot],
  secretColumns,
  migrations,
});

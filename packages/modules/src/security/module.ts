import { defineModule } from '@tessera/webapi';
import { securityCleanUp } from './clean-up.ts';
import { adminRevocationsSnapshot } from './revocations.ts';
import { settings } from './settings.ts';
import { migrations } from './tables.ts';

/** What limits and ends access: counted attempts to sign in, revoked tokens, sessions. */
export const securityModule = defineModule({
  name: 'Magento_Security',
  settings,
  snapshots: [adminRevocationsSnapshot],
  jobs: [securityCleanUp],
  migrations,
});

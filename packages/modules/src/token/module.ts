import { defineModule } from '@tessera/webapi';
import { bearerContext } from './bearer-context.ts';
import { morePermissionsNeeded, signInIncorrect } from './errors.ts';
import { issuedTokensCleanUp, revokedTokensSnapshot } from './issued-tokens.ts';
import { routes } from './routes.ts';
import { adminTokenService, googleAuthenticate } from './services/admin-token-service.ts';
import { customerTokenService } from './services/customer-token-service.ts';
import { settings } from './settings.ts';
import { migrations } from './tables.ts';

/** Access tokens of admin users and customers. */
export const tokenModule = defineModule({
  name: 'Magento_JwtUserToken',
  requires: ['Magento_Security', 'Magento_User', 'Magento_TwoFactorAuth', 'Magento_Customer', 'Magento_Store'],
  routes,
  services: [adminTokenService, googleAuthenticate, customerTokenService],
  settings,
  errors: [signInIncorrect, morePermissionsNeeded],
  callers: [bearerContext],
  snapshots: [revokedTokensSnapshot],
  jobs: [issuedTokensCleanUp],
  migrations,
});

import { defineModule } from '@tessera/webapi';
import { adminSessionContext } from './admin/admin-session-context.ts';
import { requireIdentity, requireSameOrigin } from './admin/identity.ts';
import { ajaxLogin } from './customer/ajax-login.ts';
import { customerSessionContext } from './customer/customer-session.ts';
import { customerPages } from './customer/pages.ts';
import { errors } from './errors.ts';
import { routes } from './routes.ts';
import { adminSessionService } from './services/admin-session-service.ts';
import { settings } from './settings.ts';

/** Sign-in with a cookie: of customers at the storefront, of admin users in the panel. */
export const sessionModule = defineModule({
  name: 'Tessera_Session',
  requires: [
    'Magento_Security',
    'Magento_Authorization',
    'Magento_User',
    'Magento_TwoFactorAuth',
    'Magento_Customer',
    'Magento_JwtUserToken',
    'Magento_Store',
  ],
  routes,
  services: [adminSessionService],
  settings,
  errors,
  callers: [customerSessionContext, adminSessionContext],
  guards: [requireIdentity, requireSameOrigin],
  endpoints: [ajaxLogin, ...customerPages],
});

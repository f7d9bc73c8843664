import { defineModule } from '@tessera/webapi';
import { routes } from './routes.ts';
import { aclResources } from './services/acl-resources.ts';
import { moduleService } from './services/module-service.ts';
import { panelPages } from './services/panel-pages.ts';

/** What an administrator's tools ask of the installation itself. */
export const backendModule = defineModule({
  name: 'Magento_Backend',
  routes,
  services: [moduleService, aclResources, panelPages],
});

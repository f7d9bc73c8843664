import { allow, get } from '@tessera/webapi';
import { AclResources } from './contract/acl-resources.ts';
import { ModuleService } from './contract/module-service.ts';
import { PanelPages } from './contract/panel-pages.ts';

const admin = allow('Magento_Backend::admin');

export const routes = [
  get('/V1/modules', ModuleService.getModules, admin),
  get('/V1/acl/resources', AclResources.getTree, admin, { extension: true }),
  get('/V1/panel/pages', PanelPages.getList, admin, { extension: true }),
];

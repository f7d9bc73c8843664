import * as database from '@tessera/database';
import { ACL_TREE, builtInModules, checkCustomerAttributes, checkEvents, declaredSettings } from '@tessera/modules';
import * as webapi from '@tessera/webapi';
import { checkErrors, checkModules, type Module, orderModules } from '@tessera/webapi';
import { adminPanelModule } from './admin-panel/module.ts';
import { serverModule } from './settings.ts';
import { swaggerUiModule } from './swagger-ui/module.ts';

/** The modules of every installation. */
const ALWAYS: readonly Module[] = [...builtInModules, serverModule, adminPanelModule, swaggerUiModule];

/** What has errors beside those that modules list. */
const KERNEL: readonly unknown[] = [...Object.values(webapi), ...Object.values(database)];

/**
 * The modules of every installation with those of its own, the ones that others require first.
 * @throws ModuleError for a mistake in what one declares: before anything is done to the database
 */
export function installedModules(own: readonly Module[]): readonly Module[] {
  const modules = orderModules([...ALWAYS, ...own]);
  const { grantable } = checkModules(modules, ACL_TREE);
  checkErrors(modules, KERNEL);
  declaredSettings(modules);
  checkCustomerAttributes(modules);
  checkEvents(modules, grantable);
  return modules;
}

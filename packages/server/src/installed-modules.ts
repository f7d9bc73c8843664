import * as database from '@tessera/database';
import { checkMigrations } from '@tessera/database';
import {
  ACL_TREE,
  builtInModules,
  checkCustomerAttributes,
  checkDeclaredIntegrations,
  checkEvents,
  declaredSettings,
} from '@tessera/modules';
import * as webapi from '@tessera/webapi';
import { checkErrors, checkLists, checkModules, type Module, ModuleError, orderModules } from '@tessera/webapi';
import { adminPanelModule } from './admin-panel/module.ts';
import { serverModule } from './settings.ts';
import { swaggerUiModule } from './swagger-ui/module.ts';

/** The modules of every installation. */
const ALWAYS: readonly Module[] = [...builtInModules, serverModule, adminPanelModule, swaggerUiModule];

/** The lists of a manifest that the built-in modules know. */
const LISTS: readonly (keyof Module)[] = [
  'events',
  'customerAttributes',
  'customerListeners',
  'integrationListeners',
  'secretColumns',
];

/** What has errors beside those that modules list. */
const KERNEL: readonly unknown[] = [...Object.values(webapi), ...Object.values(database)];

/**
 * The modules of every installation with those of its own, the ones that others require first.
 * @throws ModuleError for a mistake in what one declares: before anything is done to the database
 */
export function installedModules(own: readonly Module[]): readonly Module[] {
  for (const { name } of own)
    if (ALWAYS.some((module) => module.name === name))
      throw new ModuleError(name, 'Tessera has a module of this name itself; give yours another.');
  const modules = orderModules([...ALWAYS, ...own]);
  // Those of every installation are the same at every start; a test holds that they pass.
  if (own.length > 0) checkAll(modules);
  return modules;
}

function checkAll(modules: readonly Module[]): void {
  checkLists(modules, LISTS);
  checkDeclaredIntegrations(modules);
  const { grantable } = checkModules(modules, ACL_TREE);
  checkErrors(modules, KERNEL);
  checkMigrations(modules);
  declaredSettings(modules);
  checkCustomerAttributes(modules);
  checkEvents(modules, grantable);
}

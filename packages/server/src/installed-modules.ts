import { ACL_TREE, builtInModules, declaredSettings } from '@tessera/modules';
import { checkModules, type Module, orderModules } from '@tessera/webapi';
import { adminPanelModule } from './admin-panel/module.ts';
import { serverModule } from './settings.ts';
import { swaggerUiModule } from './swagger-ui/module.ts';

/** The modules of every installation. */
const ALWAYS: readonly Module[] = [...builtInModules, serverModule, adminPanelModule, swaggerUiModule];

/**
 * The modules of every installation with those of its own, the ones that others require first.
 * @throws ModuleError for a mistake in what one declares: before anything is done to the database
 */
export function installedModules(own: readonly Module[]): readonly Module[] {
  const modules = orderModules([...ALWAYS, ...own]);
  checkModules(modules, ACL_TREE);
  declaredSettings(modules);
  return modules;
}

import { readFileSync } from 'node:fs';
import { type Module, ModuleError, refuseDouble } from '@tessera/webapi';
import type { PanelFile } from './files.ts';

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * The scripts of the pages that modules add to the panel, by path below it; read at start.
 * @throws ModuleError for a name that cannot be one, for two pages of the same name, for a script that is not there
 */
export function panelScripts(modules: readonly Module[]): ReadonlyMap<string, PanelFile> {
  const scripts = new Map<string, PanelFile>();
  const owners = new Map<string, string>();
  for (const { name: module, panelPages = [] } of modules) {
    for (const { name, script } of panelPages) {
      if (!NAME.test(name))
        throw new ModuleError(
          module,
          `"${name}" cannot be the name of a panel page; use small letters, digits and dashes.`,
        );
      refuseDouble(module, owners.get(name), 'panel page', name);
      owners.set(name, module);
      const body = scriptOf(module, name, script);
      scripts.set(`modules/${name}.js`, {
        type: 'text/javascript; charset=utf-8',
        body,
        encoded: {},
        immutable: false,
      });
    }
  }
  return scripts;
}

function scriptOf(module: string, page: string, script: URL): Buffer {
  try {
    return readFileSync(script);
  } catch (error) {
    throw new ModuleError(
      module,
      `the script ${script} of the panel page "${page}" cannot be read; write new URL('./panel.mjs', import.meta.url) of a file that is there.`,
      { cause: error },
    );
  }
}

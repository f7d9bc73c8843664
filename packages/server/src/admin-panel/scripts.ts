import { readFileSync } from 'node:fs';
import type { Module } from '@tessera/webapi';
import type { PanelFile } from './files.ts';

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * The scripts of the pages that modules add to the panel, by path below it; read at start.
 * @throws Error for a name that cannot be one, for two pages of the same name, for a script that is not there
 */
export function panelScripts(modules: readonly Module[]): ReadonlyMap<string, PanelFile> {
  const scripts = new Map<string, PanelFile>();
  for (const module of modules) {
    for (const { name, script } of module.panelPages ?? []) {
      const path = `modules/${name}.js`;
      if (!NAME.test(name)) throw new Error(`${module.name}: "${name}" cannot be the name of a panel page`);
      if (scripts.has(path)) throw new Error(`${module.name}: there is a panel page "${name}" already`);
      const body = readFileSync(script);
      scripts.set(path, { type: 'text/javascript; charset=utf-8', body, encoded: {}, immutable: false });
    }
  }
  return scripts;
}

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Module } from '@tessera/webapi';

const isModule = (value: unknown): value is Module =>
  typeof value === 'object' && value !== null && typeof (value as { name?: unknown }).name === 'string';

/**
 * Loads modules of one's own: each file exports its manifest as `module`.
 * @param paths files, relative to the working directory
 * @throws Error naming the file that cannot be loaded or has no manifest
 */
export async function loadModules(paths: readonly string[]): Promise<readonly Module[]> {
  return Promise.all(
    paths.map(async (path) => {
      const file = resolve(path);
      const exported = (await import(pathToFileURL(file).href).catch((error: unknown) => {
        throw new Error(
          `The module ${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
        );
      })) as { module?: unknown };
      if (!isModule(exported.module)) throw new Error(`The module ${path} does not export its manifest as "module".`);
      return exported.module;
    }),
  );
}

/** The modules that the environment names: `TESSERA_MODULES`, separated by commas. */
export const environmentModules = (): readonly string[] =>
  (process.env['TESSERA_MODULES'] ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');

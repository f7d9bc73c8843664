import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Module } from '@tessera/webapi';
import { systemSentence } from '../explain.ts';

const HOW = 'write: export const module = defineModule({ … })';

/**
 * Loads modules of one's own: each file exports its manifest as `module`. A file that is named twice is loaded once.
 * @param paths files, relative to the working directory
 * @throws Error naming the file that cannot be loaded or has no manifest, or the two files whose modules have one name
 */
export async function loadModules(paths: readonly string[]): Promise<readonly Module[]> {
  const byFile = new Map(paths.map((path) => [resolve(path), path]));
  const loaded = await Promise.all(
    Array.from(byFile, async ([file, path]) => ({ path, module: manifestOf(path, await load(path, file)) })),
  );
  const byName = new Map<string, string>();
  for (const { path, module } of loaded) {
    const other = byName.get(module.name);
    if (other !== undefined)
      throw new Error(`The modules ${other} and ${path} are both named ${module.name}; give one of them another name.`);
    byName.set(module.name, path);
  }
  return loaded.map(({ module }) => module);
}

async function load(path: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  const refuse = (why: string): never => {
    throw new Error(`The module ${path} cannot be loaded: ${why}`);
  };
  if (!existsSync(file)) return refuse('There is no such file.');
  if (statSync(file).isDirectory()) return refuse('It is a folder; name a file in it.');
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    const place = placeOf(error, dirname(file));
    if (place !== null) return refuse(`${systemSentence(error)} (${place})`);
    // Of JavaScript, Node tells the place to nobody but its own output.
    return refuse(
      `${systemSentence(error)}${error instanceof SyntaxError ? ` (node --check ${path} shows where)` : ''}`,
    );
  }
}

/** File and line of an error of the author's, as far as the stack tells; null where it does not. */
function placeOf(error: unknown, folder: string): string | null {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const line of stack.split('\n')) {
    const text = line.trim().replace(/\)$/, '');
    // In front of what was called from there; of a syntax error, the place is the whole line.
    const place = text.startsWith('at ')
      ? text.slice(Math.max(text.lastIndexOf(' '), text.lastIndexOf('(')) + 1)
      : text;
    const [end] = /:\d+(?::\d+)?$/.exec(place) ?? [];
    if (end === undefined) continue;
    const written = place.slice(0, -end.length);
    const file = written.startsWith('file:') ? fileURLToPath(written) : written;
    if (file.startsWith(folder + sep) && !file.includes(`${sep}node_modules${sep}`))
      return `${relative('', file)}:${end.split(':')[1]}`;
  }
  return null;
}

function manifestOf(path: string, exported: Readonly<Record<string, unknown>>): Module {
  const { module } = exported;
  const refuse = (why: string): never => {
    throw new Error(`The module ${path} does not export its manifest as "module"${why}; ${HOW}.`);
  };
  if (module === undefined) return refuse('default' in exported ? ', but as default' : '');
  if (typeof module !== 'object' || module === null) return refuse(`, but a ${typeof module}`);
  if (!('name' in module)) return refuse(', but an object without a name');
  return module as Module;
}

/** The modules that the environment names: `TESSERA_MODULES`, separated by commas. */
export const environmentModules = (): readonly string[] =>
  (process.env['TESSERA_MODULES'] ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');

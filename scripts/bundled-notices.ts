import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestAt = (folder: string): BundledPackage =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as BundledPackage;

/** Where Node finds a package that another one needs. */
function folderOf(name: string, from: string): string {
  const found = join(from, 'node_modules', name);
  if (existsSync(join(found, 'package.json'))) return found;
  if (dirname(from) === from) throw new Error(`${name} is not installed`);
  return folderOf(name, dirname(from));
}

/** All packages that one needs, directly or not, by their folders. */
function needed(folder: string, known = new Map<string, BundledPackage>()): ReadonlyMap<string, BundledPackage> {
  for (const name of Object.keys(manifestAt(folder).dependencies ?? {})) {
    const at = folderOf(name, folder);
    if (known.has(at)) continue;
    known.set(at, manifestAt(at));
    needed(at, known);
  }
  return known;
}

/**
 * The licences of what is built into a bundle, which ask to come along with it.
 * @param folder of the package that is bundled
 */
export function bundledNotices(folder: string): string {
  const notices = [...needed(folder)].map(([at, { name, version, license = '' }]) => {
    const texts = globSync('{LICEN[CS]E,NOTICE,license}*', { cwd: at }).sort();
    return [`${name} ${version} (${license})`, ...texts.map((file) => readFileSync(join(at, file), 'utf8').trim())];
  });
  return `${notices
    .map((lines) => lines.join('\n\n'))
    .sort()
    .join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

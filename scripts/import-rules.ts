// Holds the arrows of the house: which package may import which, no circles between files, and modules import only
// the modules that their manifest requires.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** What each package may import; `~` stands for the package itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  oauth1: [],
  webapi: ['oauth1'],
  database: ['webapi'],
  modules: ['oauth1', 'webapi', 'database'],
  server: ['oauth1', 'webapi', 'database', 'modules'],
  connect: ['oauth1'],
  admin: [],
  crm: ['connect'],
  loyalty: ['webapi', 'database'],
};

interface SourceFile {
  readonly path: string;
  readonly imports: readonly string[];
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
const isSource = (name: string): boolean => /\.tsx?$/.test(name) && !/\.d\.ts$/.test(name);

function sources(folder: string): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist', 'var', 'test'].includes(entry.name) ? [] : sources(path);
    if (!isSource(entry.name) || entry.name.endsWith('.test.ts')) return [];
    const text = readFileSync(path, 'utf8').replace(/^\s*(?:\/\/|\*).*$/gm, '');
    return [{ path, imports: [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '') }];
  });
}

const packageOf = (root: string, path: string): string => relative(root, path).split('/')[1] ?? '';

/** All violations, as sentences; empty when the house is in order. */
export function importViolations(root: string): string[] {
  const files = ['packages', 'examples'].flatMap((folder) => {
    try {
      return sources(join(root, folder));
    } catch {
      return [];
    }
  });
  return [...packageViolations(root, files), ...moduleViolations(root, files), ...circles(root, files)];
}

function packageViolations(root: string, files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const home = packageOf(root, path);
    return imports.flatMap((specifier) => {
      const target =
        /^@tessera\/([^/]+)/.exec(specifier)?.[1] ??
        (specifier.startsWith('.') ? packageOf(root, resolve(dirname(path), specifier)) : home);
      if (target === home) return [];
      if (specifier.startsWith('.')) return [`${relative(root, path)} reaches into another package: ${specifier}`];
      return ALLOWED[home]?.includes(target) ? [] : [`${relative(root, path)}: ${home} must not import ${target}`];
    });
  });
}

/** `packages/modules/src/<room>/…`: another room only when the manifest's `requires` names its module. */
function moduleViolations(root: string, files: readonly SourceFile[]): string[] {
  const home = join(root, 'packages/modules/src');
  const roomOf = (path: string): string | null => {
    const parts = relative(home, path).split('/');
    return parts[0] === undefined || parts[0] === '..' || parts.length < 2 ? null : parts[0];
  };
  const manifests = new Map<string, { name: string; requires: string[] }>();
  for (const { path } of files) {
    const room = roomOf(path);
    if (room === null || !/(^|[/-])module\.ts$/.test(path)) continue;
    const text = readFileSync(path, 'utf8');
    const name = /name:\s*'([^']+)'/.exec(text)?.[1] ?? room;
    const requires = [...(/requires:\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
      (match) => match[1] ?? '',
    );
    const known = manifests.get(room);
    manifests.set(room, { name, requires: [...(known?.requires ?? []), ...requires] });
  }
  return files.flatMap(({ path, imports }) => {
    const room = roomOf(path);
    const manifest = room === null ? undefined : manifests.get(room);
    if (room === null || manifest === undefined) return [];
    return imports
      .filter((specifier) => specifier.startsWith('.'))
      .flatMap((specifier) => {
        const other = roomOf(resolve(dirname(path), specifier));
        const target = other === null || other === room ? undefined : manifests.get(other);
        if (target === undefined || manifest.requires.includes(target.name)) return [];
        return [`${relative(root, path)}: module ${manifest.name} uses ${target.name} without requiring it`];
      });
  });
}

function circles(root: string, files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push(`circle: ${[...way.slice(way.indexOf(path)), path].map((step) => relative(root, step)).join(' → ')}`);
      return;
    }
    state.set(path, 'open');
    for (const specifier of byPath.get(path)?.imports ?? []) {
      const target = specifier.startsWith('.') ? resolve(dirname(path), specifier) : '';
      if (byPath.has(target)) visit(target, [...way, path]);
    }
    state.set(path, 'done');
  };
  for (const { path } of files) visit(path, []);
  return found;
}

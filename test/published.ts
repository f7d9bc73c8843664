// An empty application that installs packages of ours as they are published.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackages } from '../scripts/build-package.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export interface PublishedApplication {
  readonly folder: string;
  /** What is in the packages: `@tessera/connect/index.js`. */
  readonly files: readonly string[];
  readonly write: (name: string, text: string) => void;
  /** Runs a program in it; gives what it said. */
  readonly run: (file: string, ...args: string[]) => string;
  readonly remove: () => void;
}

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** What packages need of others, taken from this project: the test works without a registry. */
function othersOf(folders: Iterable<string>): Record<string, string> {
  const manifests = [...folders].map((folder) => readFileSync(join(folder, 'package.json'), 'utf8'));
  const needed = manifests.flatMap((text) =>
    Object.keys((JSON.parse(text) as { dependencies?: Record<string, string> }).dependencies ?? {}),
  );
  const others = needed.filter((name) => !name.startsWith('@tessera/'));
  return Object.fromEntries(others.map((name) => [name, `file:${join(root, 'node_modules', name)}`]));
}

/**
 * @param packages folders in `packages/`; those of ours that they need come along
 * @param borrowed packages that it needs beside, taken from this project
 */
export function installPublished(packages: readonly string[], borrowed: readonly string[]): PublishedApplication {
  const folder = mkdtempSync(join(tmpdir(), 'published-'));
  // Built within the project, where TypeScript finds what they need; apart, since another test may build as well.
  const built = mkdtempSync(join(root, '.published-'));
  const run = (file: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const folders = [...buildPackages(packages, (name) => join(built, name)).values()];
    write('package.json', JSON.stringify({ type: 'module', private: true, dependencies: othersOf(folders) }));
    const packed: unknown = JSON.parse(run('npm', 'pack', '--json', '--pack-destination', folder, ...folders));
    // A list up to npm 11, afterwards an object by name.
    const published = Object.values(packed as Record<string, Packed>);
    const tarballs = published.map(({ filename }) => `./${filename}`);
    run('npm', 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs);
    for (const name of borrowed) {
      const at = join(folder, 'node_modules', name);
      mkdirSync(dirname(at), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), at);
    }
    const files = published.flatMap(({ name, files }) => files.map(({ path }) => `${name}/${path}`));
    return { folder, files, write, run, remove };
  } catch (error) {
    remove();
    throw error;
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

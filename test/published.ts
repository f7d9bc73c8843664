// An empty application that installs @tessera/connect as it is published.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackage } from '../scripts/build-package.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export interface PublishedApplication {
  readonly folder: string;
  /** What is in the two packages: `@tessera/connect/index.js`. */
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

/** @param borrowed packages that it needs beside, taken from this project */
export function installPublished(borrowed: readonly string[]): PublishedApplication {
  const folder = mkdtempSync(join(tmpdir(), 'published-'));
  const run = (file: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    write('package.json', '{ "type": "module", "private": true }');
    const folders = ['oauth1', 'connect'].map(buildPackage);
    const packed: unknown = JSON.parse(run('npm', 'pack', '--json', '--pack-destination', folder, ...folders));
    // A list up to npm 11, afterwards an object by name.
    const packages = Object.values(packed as Record<string, Packed>);
    const tarballs = packages.map(({ filename }) => `./${filename}`);
    run('npm', 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs);
    for (const name of borrowed) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    const files = packages.flatMap(({ name, files }) => files.map(({ path }) => `${name}/${path}`));
    return { folder, files, write, run, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

// `npm run build -w packages/server` (or any other package that is published): writes it as it is published into its
// dist/, as compiled JavaScript with declarations, since Node takes no TypeScript in node_modules; those of ours that it
// needs as well. In here the sources are used as they are.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledNotices } from './bundled-notices.ts';
import {
  alsoLoaded,
  type Manifest,
  mergesDeclarations,
  publishedManifest,
  withPublishedNames,
  withPublishedPlaces,
} from './published-form.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const textOf = (file: string): string => readFileSync(file, 'utf8');
const homeOf = (name: string): string => join(root, 'packages', name);
const manifestOf = (name: string): Manifest => JSON.parse(textOf(join(homeOf(name), 'package.json'))) as Manifest;

/** The packages of ours that a package needs, by their folders. */
const needsOf = ({ dependencies = {} }: Manifest): string[] =>
  Object.keys(dependencies)
    .filter((dependency) => dependency.startsWith('@tessera/'))
    .map((dependency) => basename(dependency));

/**
 * Builds some packages, and first those of ours that they need.
 * @param names folders in `packages/` @param folderOf where each is written; within the project, so that it finds what it needs
 * @returns the folders to be packed or published, by package
 */
export function buildPackages(
  names: readonly string[],
  folderOf: (name: string) => string = (name) => join(homeOf(name), 'dist'),
): ReadonlyMap<string, string> {
  const built = new Map<string, string>();
  const build = (name: string): void => {
    if (built.has(name)) return;
    needsOf(manifestOf(name)).forEach(build);
    const folder = folderOf(name);
    buildOne(name, folder, built);
    built.set(name, folder);
  };
  names.forEach(build);
  return built;
}

function buildOne(name: string, dist: string, built: ReadonlyMap<string, string>): void {
  const home = homeOf(name);
  const manifest = manifestOf(name);
  rmSync(dist, { recursive: true, force: true });
  const needed = [...built].map(([each, folder]) => [`@tessera/${each}`, [join(folder, 'index.d.ts')]]);
  compile(home, dist, Object.fromEntries(needed));
  const declarations = globSync('**/*.d.ts', { cwd: dist }).sort();
  for (const file of declarations) writeFileSync(join(dist, file), withPublishedNames(textOf(join(dist, file))));
  const merging = declarations.filter((file) => mergesDeclarations(textOf(join(dist, file))));
  appendFileSync(join(dist, 'index.d.ts'), alsoLoaded(merging));
  copyRest(home, dist, manifest);
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  copyFileSync(join(home, 'README.md'), join(dist, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
}

/** What is not compiled: files beside the sources, programs, and folders that the manifest names. */
function copyRest(home: string, dist: string, { bin = {}, publishedFolders = {} }: Manifest): void {
  const others = globSync('**/*.*', { cwd: join(home, 'src') }).filter((file) => !/\.(?:ts|json)$/.test(file));
  for (const file of others) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    copyFileSync(join(home, 'src', file), join(dist, file));
  }
  for (const file of Object.values(bin)) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    writeFileSync(join(dist, file), withPublishedPlaces(textOf(join(home, file))));
  }
  for (const [to, from] of Object.entries(publishedFolders)) {
    if (!existsSync(join(home, from))) throw new Error(`${join(home, from)} is not built`);
    cpSync(join(home, from), join(dist, to), { recursive: true, filter: (path) => !/^\.[^.]/.test(basename(path)) });
    writeFileSync(join(dist, to, 'LICENSES.txt'), bundledNotices(dirname(join(home, from))));
  }
}

function compile(home: string, outDir: string, paths: Readonly<Record<string, readonly string[]>>): void {
  const folder = mkdtempSync(join(home, '.build-'));
  try {
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        allowImportingTsExtensions: false,
        rewriteRelativeImportExtensions: true,
        rootDir: join(home, 'src'),
        outDir,
        paths,
      },
      include: [join(home, 'src/**/*.ts')],
      exclude: [join(home, 'src/**/*.test.ts')],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
    if (tsc.status !== 0 || !existsSync(join(outDir, 'index.js')))
      throw new Error(`${basename(home)} was not compiled: ${tsc.stdout}${tsc.stderr}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const folder of buildPackages([basename(process.cwd())]).values()) console.log(folder);

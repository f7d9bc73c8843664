// `npm run build -w packages/connect` (or oauth1): writes the package as it is published into its dist/, as compiled
// JavaScript with declarations, since Node takes no TypeScript in node_modules. In here the sources are used as they are.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** The manifest of what is published, made of that of the sources. */
export function publishedManifest({ private: _, scripts: __, exports: ___, ...kept }: Manifest): Manifest {
  return {
    ...kept,
    main: './index.js',
    types: './index.d.ts',
    exports: { '.': { types: './index.d.ts', default: './index.js' }, './package.json': './package.json' },
    files: ['**/*.js', '**/*.d.ts'],
  };
}

/** Declarations name their neighbours by the names of the sources; those are not published. */
export const withPublishedNames = (declaration: string): string =>
  declaration.replace(/((?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]*)\.ts\2/g, '$1$2$3.js$2');

/**
 * Builds one package, and first those of ours that it needs.
 * @returns the folder to be packed or published
 */
export function buildPackage(name: string): string {
  const home = join(root, 'packages', name);
  const dist = join(home, 'dist');
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Manifest;
  const paths = Object.fromEntries(
    Object.keys(manifest.dependencies ?? {})
      .filter((dependency) => dependency.startsWith('@tessera/'))
      .map((dependency) => [dependency, [join(buildPackage(basename(dependency)), 'index.d.ts')]]),
  );
  rmSync(dist, { recursive: true, force: true });
  compile(home, dist, paths);
  for (const file of globSync('**/*.d.ts', { cwd: dist }))
    writeFileSync(join(dist, file), withPublishedNames(readFileSync(join(dist, file), 'utf8')));
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  copyFileSync(join(home, 'README.md'), join(dist, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
  return dist;
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

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(buildPackage(basename(process.cwd())));

// What is different in a package that is published.

export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Programs, by the names of their commands. */
  readonly bin?: Readonly<Record<string, string>>;
  /** Bundles of other packages that are published as they are, with their licences: by where they go, from where they are. */
  readonly publishedFolders?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** The manifest of what is published, made of that of the sources. */
export function publishedManifest({
  private: _,
  scripts: __,
  exports: ___,
  publishedFolders: ____,
  ...kept
}: Manifest): Manifest {
  return {
    ...kept,
    main: './index.js',
    types: './index.d.ts',
    exports: { '.': { types: './index.d.ts', default: './index.js' }, './package.json': './package.json' },
    files: ['**/*'],
  };
}

/** Declarations name their neighbours by the names of the sources; those are not published. */
export const withPublishedNames = (declaration: string): string =>
  declaration.replace(/((?:from|import|declare module)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]*)\.ts\2/g, '$1$2$3.js$2');

/** A program beside the sources finds them compiled, and one folder nearer. */
export const withPublishedPlaces = (program: string): string =>
  program.replace(/(['"])\.\.\/src\/([^'"]*)\.ts\1/g, '$1../$2.js$1');

/** Whether a file adds to an interface of another, as tables do to the schema. */
export const mergesDeclarations = (declaration: string): boolean => /^declare module ['"]/m.test(declaration);

/**
 * What the sources add to interfaces holds for whoever sees the sources. The declarations of an index name only the files
 * whose types it exports, so that the others have to be named beside.
 */
export const alsoLoaded = (files: readonly string[]): string =>
  files.map((file) => `import './${file.replace(/\.d\.ts$/, '.js')}';\n`).join('');

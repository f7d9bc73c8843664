import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export type Encoding = 'br' | 'gzip';

/** A file of the built panel, in memory. */
export interface PanelFile {
  readonly type: string;
  readonly body: Buffer;
  /** Compressed forms, as far as the build made them. */
  readonly encoded: Readonly<Partial<Record<Encoding, Buffer>>>;
  /** Whether its name changes with its content. */
  readonly immutable: boolean;
}
export interface PanelFiles {
  /** By path below the panel, `assets/index-B4x.js`. */
  readonly files: ReadonlyMap<string, PanelFile>;
  /** The page, with places for what the server knows. */
  readonly page: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
const HASHED = /^assets\/.+-[\w-]{8,}\.\w+$/;

/** Reads the built panel, about a megabyte; null where it was not built. */
export function readPanelFiles(folder: string): PanelFiles | null {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return null;
  const names = readdirSync(folder, { recursive: true }).map((name) => String(name).replaceAll('\\', '/'));
  const bytes = (name: string): Buffer | undefined =>
    names.includes(name) ? readFileSync(join(folder, name)) : undefined;
  const files = new Map<string, PanelFile>();
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const [br, gzip] = [bytes(`${name}.br`), bytes(`${name}.gz`)];
    files.set(name, {
      type,
      body: readFileSync(join(folder, name)),
      encoded: { ...(br === undefined ? {} : { br }), ...(gzip === undefined ? {} : { gzip }) },
      immutable: HASHED.test(name),
    });
  }
  return { files, page: readFileSync(page, 'utf8') };
}

/** The best compressed form that a client takes (RFC 9110 section 12.5.3); null for the plain one. */
export function chooseEncoding(header: string | undefined, file: PanelFile): Encoding | null {
  const taken = new Set<string>();
  for (const part of (header ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) taken.add(name);
  }
  for (const encoding of ['br', 'gzip'] as const) if (taken.has(encoding) && file.encoded[encoding]) return encoding;
  return null;
}

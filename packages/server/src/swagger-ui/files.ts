import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface UiFile {
  readonly type: string;
  readonly body: Buffer;
  readonly gzipped: Buffer;
}

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
const OURS: Readonly<Record<string, string>> = {
  'page.mjs': JAVASCRIPT,
  'sign-request.mjs': JAVASCRIPT,
  'page.css': CSS,
};
const THEIRS: Readonly<Record<string, string>> = {
  'swagger-ui-bundle.js': JAVASCRIPT,
  'swagger-ui.css': CSS,
  'favicon-32x32.png': 'image/png',
  LICENSE: 'text/plain; charset=utf-8',
  NOTICE: 'text/plain; charset=utf-8',
};

const files = new Map<string, UiFile>();

/** A file of Swagger UI or of ours around it, read when it is first asked for; null for any other name. */
export function uiFile(name: string): UiFile | null {
  const known = files.get(name);
  if (known !== undefined) return known;
  const type = Object.hasOwn(OURS, name) ? OURS[name] : Object.hasOwn(THEIRS, name) ? THEIRS[name] : undefined;
  if (type === undefined) return null;
  const folder = Object.hasOwn(OURS, name) ? join(import.meta.dirname, 'browser') : packageFolder();
  const body = readFileSync(join(folder, name));
  const file = { type, body, gzipped: gzipSync(body) };
  files.set(name, file);
  return file;
}

const packageFolder = (): string => dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

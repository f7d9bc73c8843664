import { decodeForm } from './query.ts';

/** What kind of REST call a path asks for; `none` is answered with 400 (behaviour F2). */
export type RestKind =
  | 'sync'
  | 'async'
  | 'async-bulk'
  | 'schema'
  | 'async-schema'
  | 'openapi'
  | 'async-openapi'
  | 'none';

export interface RequestTarget {
  readonly area: 'rest' | 'soap' | 'other';
  /** Path as sent, up to the `?`: what an OAuth signature covers. */
  readonly rawPath: string;
  /** What stands after the `?`, undecoded; empty where there is none. */
  readonly rawQuery: string;
  /** Store code in the path of a REST or SOAP request, null where there is none. */
  readonly store: string | null;
  readonly kind: RestKind;
  /**
   * What is left of the raw path without base path, `index.php`, area, store, `async` and `bulk`; without trailing
   * slashes, with a leading one unless empty: `/V1/customers/1`.
   */
  readonly path: string;
  /** The segments of `path`, decoded. */
  readonly segments: readonly string[];
}

export interface TargetOptions {
  /** Path below which everything stands, for example `/magento`; empty for none. */
  readonly basePath: string;
  /** Whether a store view has this code (`all` included); case-sensitive. */
  readonly storeExists: (code: string) => boolean;
}

/**
 * Reads the target of a request: `[base][/index.php]/rest[/store]/V1/…` (behaviour F1, F2). Slashes at the very front
 * and at the end do not count, those inside do. An unknown store code is a part of the path, which makes the kind `none`.
 * @param rawUrl path and query exactly as sent
 */
export function readTarget(rawUrl: string, options: TargetOptions): RequestTarget {
  const question = rawUrl.indexOf('?');
  const rawPath = withoutOrigin(question === -1 ? rawUrl : rawUrl.slice(0, question));
  const rawQuery = question === -1 ? '' : rawUrl.slice(question + 1);
  const path = belowBase(rawPath, options.basePath);
  const area = path === null ? '' : firstSegment(path);
  if (path === null || (area !== 'rest' && area !== 'soap')) {
    return target('other', rawPath, rawQuery, null, 'none', path ?? rawPath);
  }
  const rest = path.slice(area.length + 1);
  const code = firstSegment(rest);
  const store = code !== '' && !/^V\d/.test(code) && options.storeExists(code) ? code : null;
  const call = store === null ? rest : rest.slice(store.length + 1);
  if (area === 'soap') return target('soap', rawPath, rawQuery, store, 'none', call);
  const kind = kindOf(call);
  return target('rest', rawPath, rawQuery, store, kind, call.slice(PREFIX[kind]));
}

/** Decodes one segment of a path by form rules (behaviour F5): `+` is a blank, `%2F` a slash within the segment. */
export function decodeSegment(raw: string): string {
  return decodeForm(raw);
}

const PREFIX: Readonly<Record<RestKind, number>> = {
  sync: 0,
  schema: 0,
  none: 0,
  async: '/async'.length,
  'async-bulk': '/async/bulk'.length,
  'async-schema': '/async'.length,
  openapi: 0,
  'async-openapi': '/async'.length,
};

function kindOf(path: string): RestKind {
  // Recorded: more slashes in front of the version are not refused as such, but no route has them.
  if (/^\/+V\d/.test(path)) return 'sync';
  if (/^\/schema(?:\/|$)/.test(path)) return 'schema';
  if (/^\/openapi(?:\/|$)/.test(path)) return 'openapi';
  if (!path.startsWith('/async/')) return 'none';
  if (/^\/async\/V\d/.test(path)) return 'async';
  if (/^\/async\/bulk\/V\d/.test(path)) return 'async-bulk';
  if (/^\/async\/(?:bulk\/)?schema(?:\/|$)/.test(path)) return 'async-schema';
  return /^\/async\/(?:bulk\/)?openapi(?:\/|$)/.test(path) ? 'async-openapi' : 'none';
}

function target(
  area: RequestTarget['area'],
  rawPath: string,
  rawQuery: string,
  store: string | null,
  kind: RestKind,
  path: string,
): RequestTarget {
  const trimmed = withoutTrailingSlashes(path);
  const segments = trimmed === '' ? [] : trimmed.slice(1).split('/');
  return { area, rawPath, rawQuery, store, kind, path: trimmed, segments: segments.map(decodeSegment) };
}

/** RFC 9112, 3.2.2: a request target may be a whole URL. */
function withoutOrigin(url: string): string {
  if (url.startsWith('/')) return url;
  const origin = /^https?:\/\/[^/]*/i.exec(url);
  return origin === null ? url : url.slice(origin[0].length) || '/';
}

/** The path below the base path and an optional `index.php`, with one slash in front; null where it is elsewhere. */
function belowBase(rawPath: string, basePath: string): string | null {
  let path = withoutLeadingSlashes(rawPath);
  const base = basePath === '' || basePath === '/' ? '' : withoutTrailingSlashes(basePath);
  if (base !== '') {
    if (!path.startsWith(base) || (path.length > base.length && path[base.length] !== '/')) return null;
    path = withoutLeadingSlashes(path.slice(base.length));
  }
  if (firstSegment(path) === 'index.php') path = withoutLeadingSlashes(path.slice('/index.php'.length));
  return path;
}

/** The first segment of a path that starts with a slash. */
function firstSegment(path: string): string {
  const end = path.indexOf('/', 1);
  return end === -1 ? path.slice(1) : path.slice(1, end);
}

function withoutLeadingSlashes(path: string): string {
  let start = 0;
  while (path[start + 1] === '/') start++;
  return start === 0 ? path : path.slice(start);
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end--;
  return end === path.length ? path : path.slice(0, end);
}

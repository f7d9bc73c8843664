import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpEndpoint, HttpRequest, HttpResponse } from '@tessera/webapi';
import { chooseEncoding, type PanelFile, type PanelFiles, readPanelFiles } from './files.ts';
import { notBuilt, PANEL_HEADERS, panelPage } from './page.ts';
import { isPanelPath, trimmedPath } from './settings.ts';

/** The built panel: in the package that is published, else where it is built. */
const BUILT = ['built', '../../../admin/dist']
  .map((place) => join(import.meta.dirname, place))
  .find((place, index, { length }) => index === length - 1 || existsSync(place)) as string;

/**
 * The endpoints that serve the panel: its files, and its page for every other address below its path.
 * @param path setting `tessera/admin/path`; @param basePath of the installation
 * @param scripts of the modules' pages, by path below the panel
 * @returns none for a path where it cannot stand
 */
export function adminPanelEndpoints(
  path: string,
  basePath: string,
  scripts: ReadonlyMap<string, PanelFile> = new Map(),
  folder: string = BUILT,
): readonly HttpEndpoint[] {
  const clean = trimmedPath(path);
  if (clean === '' || !isPanelPath(clean)) return [];
  let panel: PanelFiles | null = null;
  const at = `${basePath}/${clean}`;
  const handle = (request: HttpRequest): HttpResponse => {
    panel ??= readPanelFiles(folder);
    if (panel === null) return notBuilt();
    const below = pathOf(request.url).slice(at.length + 1);
    const file = panel.files.get(below) ?? scripts.get(below);
    if (file !== undefined) return fileAnswer(file, request);
    // A file of an older build: the page in its place would be taken for a script.
    return /^assets\/|^modules\/.*\.js$/.test(below) ? missing() : panelPage(panel.page, basePath, at);
  };
  return [{ methods: ['GET'], path: `/${clean}/*`, handle }];
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

function fileAnswer(file: PanelFile, request: HttpRequest): HttpResponse {
  const encoding = chooseEncoding(request.headers['accept-encoding'], file);
  return {
    status: 200,
    headers: {
      ...PANEL_HEADERS,
      'content-type': file.type,
      'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(encoding === null ? {} : { 'content-encoding': encoding }),
    },
    body: (encoding === null ? undefined : file.encoded[encoding]) ?? file.body,
  };
}

const missing = (): HttpResponse => ({
  status: 404,
  headers: { ...PANEL_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: 'There is no such file.\n',
});

import { defineModule, type HttpRequest, type HttpResponse, routeNotFound, setting } from '@tessera/webapi';
import { uiFile } from './files.ts';
import { swaggerPage } from './page.ts';

export const swaggerEnabled = setting('tessera/swagger/enabled', {
  type: 'bool',
  default: true,
  label: 'Swagger UI',
  description: 'Whether Swagger UI is served at /swagger. The schema documents are served in any case.',
});

/** Everything from here, nothing inline; styles are set by scripts through the DOM, which needs no permission. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Swagger UI over the OpenAPI documents, with all of its files from here: it works without a way to the internet. */
export const swaggerUiModule = defineModule({
  name: 'Magento_Swagger',
  settings: [swaggerEnabled],
  endpoints: [
    {
      methods: ['GET'],
      path: '/swagger/*',
      handle: (request, call) => {
        if (!call.settings.get(swaggerEnabled)) throw routeNotFound();
        const name = fileNamed(request.url.split('?', 1)[0] ?? '');
        return name === '' ? page(new URL(call.baseUrl).pathname) : file(name, request);
      },
    },
  ],
});

/** What stands below `swagger` in a path; empty for the page. */
function fileNamed(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.slice(segments.indexOf('swagger') + 1).join('/');
}

const page = (base: string): HttpResponse => ({
  status: 200,
  headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
  body: swaggerPage(base),
});

function file(name: string, request: HttpRequest): HttpResponse {
  const found = uiFile(name);
  if (found === null) throw routeNotFound();
  const gzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  return {
    status: 200,
    headers: {
      ...HEADERS,
      'content-type': found.type,
      'cache-control': 'public, max-age=3600',
      vary: 'accept-encoding',
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    },
    body: gzip ? found.gzipped : found.body,
  };
}

import { notAuthorized } from '../errors/catalogue.ts';
import type { HttpResponse } from '../http/message.ts';
import type { Kernel } from '../kernel.ts';
import { readQuery } from '../rest/read-input.ts';
import { type Exchange, identify, type RestProcessor, type RestProcessors } from '../rest/rest.ts';
import { documentCache } from './document-cache.ts';
import { type DocumentExtent, type DocumentMode, type DocumentScope, MODE_PREFIX, scopeTo } from './document-scope.ts';
import type { Json } from './json-schema.ts';
import { openApiDocument } from './openapi.ts';
import { compileServices, requestedServices, type ServiceEntry, selectServices } from './service-catalogue.ts';
import { swaggerDocument } from './swagger.ts';
import { compileVisibility } from './visibility.ts';

/** A kind of document: what of it is the same for all who may see the same, and what depends on the request. */
interface DocumentFormat {
  readonly name: string;
  /** Whether "all services" means ours too. */
  readonly extent: DocumentExtent;
  readonly make: (scope: DocumentScope, basePath: string) => Json;
  readonly head: (origin: { scheme: string; host: string }, basePath: string) => Json;
}

const SWAGGER: DocumentFormat = {
  name: 'swagger',
  extent: 'reference',
  make: swaggerDocument,
  head: ({ scheme, host }) => ({ swagger: '2.0', host, schemes: [scheme] }),
};
const OPENAPI: DocumentFormat = {
  name: 'openapi',
  extent: 'everything',
  make: openApiDocument,
  head: ({ scheme, host }, basePath) => ({ openapi: '3.1.1', servers: [{ url: `${scheme}://${host}${basePath}` }] }),
};

/** Documents of all services are some 500 kB each. */
const MAX_CACHED = 40;

/**
 * The schema documents: Swagger 2.0 at `/rest/<store>/schema`, OpenAPI 3.1 at `/rest/<store>/openapi`, both also below
 * `/async` and `/async/bulk`, limited to what the caller may call (behaviour H1, H6) and to the parameter `services`
 * (default: all of Magento's in Swagger, everything in OpenAPI).
 *
 * Errors: services_missing (400), service_unknown (404), not_authorized (401) where nothing is left to show.
 */
export function createSchemaProcessors(kernel: Kernel): RestProcessors {
  const catalogue = compileServices(kernel.routes);
  const visibilityOf = compileVisibility(kernel.routes.map(({ route }) => route.access.resources));
  const cache = documentCache<{ basePath: string; text: string }>(MAX_CACHED);

  const process =
    (format: DocumentFormat): RestProcessor =>
    async (exchange) => {
      const { services: asked = 'all' } = readQuery(exchange.target.rawQuery);
      const names = asked === 'all' ? null : requestedServices(asked);
      const services: readonly ServiceEntry[] =
        names === null
          ? [...catalogue.values()].filter(({ extension }) => format.extent === 'everything' || !extension)
          : selectServices(catalogue, names);
      const call = await identify(kernel, null, exchange.request, exchange.call);
      exchange.call = call;
      exchange.caller = call.caller;
      const visibility = visibilityOf(call);
      const mode = modeOf(exchange);
      const key = [format.name, mode, exchange.store.code, names?.join(',') ?? 'all', visibility.key].join(' ');
      // As recorded, the base path is the one under which the document was first asked for at this store view: with
      // the store code or without, both lead here.
      const { basePath, text } = cache.get(key, () => {
        const scope = scopeTo(services, mode, format.extent, visibility.allows);
        if (scope.services.length === 0) throw notAuthorized({ resources: names?.join(', ') ?? 'all' });
        const path = basePathOf(exchange, kernel, mode);
        return { basePath: path, text: JSON.stringify(format.make(scope, path)).slice(1) };
      });
      const head = JSON.stringify(format.head(exchange.request, basePath)).slice(0, -1);
      return jsonDocument(`${head},${text}`);
    };

  return {
    schema: process(SWAGGER),
    'async-schema': process(SWAGGER),
    openapi: process(OPENAPI),
    'async-openapi': process(OPENAPI),
  };
}

function modeOf({ target }: Exchange): DocumentMode {
  if (!target.kind.startsWith('async')) return 'sync';
  return target.path.startsWith('/bulk/') ? 'async-bulk' : 'async';
}

const basePathOf = ({ target }: Exchange, { ports }: Kernel, mode: DocumentMode): string =>
  `${ports.basePath}/rest${target.store === null ? '' : `/${target.store}`}${MODE_PREFIX[mode]}`;

/** Whatever was accepted, a document is JSON, and its type names no charset (recorded). */
const jsonDocument = (body: string): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-frame-options': 'SAMEORIGIN' },
  body,
});

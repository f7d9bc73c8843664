import { isAsynchronous } from '../bulk/async-routes.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import type { ServiceEntry } from './service-catalogue.ts';

/** Which calls a document describes: plain ones, queued ones, or lists of queued ones. */
export type DocumentMode = 'sync' | 'async' | 'async-bulk';

/** Which routes a document shows: those of the reference, or ours and later ones too. */
export type DocumentExtent = 'reference' | 'everything';

/** What a document is made of. */
export interface DocumentScope {
  readonly mode: DocumentMode;
  /** With at least one route each. */
  readonly services: readonly ServiceEntry[];
}

/** Where a mode's paths begin, below `/rest` and the store code. */
export const MODE_PREFIX: Readonly<Record<DocumentMode, string>> = {
  sync: '',
  async: '/async',
  'async-bulk': '/async/bulk',
};

const fits = (mode: DocumentMode, route: CompiledRoute): boolean => mode === 'sync' || isAsynchronous(route);

/** Whoever asks for a service of ours by name gets it in every document. */
const within = (extent: DocumentExtent, service: ServiceEntry, { route }: CompiledRoute): boolean =>
  extent === 'everything' || service.extension || (route.extension !== true && route.since === undefined);

/** Leaves only what the mode offers, the document shows and the caller may call; services without any such route go. */
export function scopeTo(
  services: readonly ServiceEntry[],
  mode: DocumentMode,
  extent: DocumentExtent,
  allows: (resources: readonly string[]) => boolean,
): DocumentScope {
  const left = services.map((service) => ({
    ...service,
    routes: service.routes.filter(
      (route) => fits(mode, route) && within(extent, service, route) && allows(route.route.access.resources),
    ),
  }));
  return { mode, services: left.filter(({ routes }) => routes.length > 0) };
}

import { queryOptions } from '@tanstack/react-query';
import { getFrom } from '../api/client.ts';

/** A page that a module of the server adds to the panel. */
export interface ModulePageEntry {
  readonly name: string;
  readonly label: string;
  readonly section: string;
  readonly group?: string;
  readonly resource: string;
  readonly words?: string;
  /** Below the panel's path. */
  readonly script: string;
}

/** Those that the user may see. */
export const modulePagesQuery = queryOptions({
  queryKey: ['module-pages'],
  queryFn: ({ signal }) => getFrom<ModulePageEntry[]>('/V1/panel/pages', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

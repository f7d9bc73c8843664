import { queryOptions } from '@tanstack/react-query';
import { deleteAt, getFrom, postTo, putTo } from '../api/client.ts';

export interface Website {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly default_group_id: number;
}
export interface StoreGroup {
  readonly id: number;
  readonly website_id: number;
  readonly root_category_id: number;
  readonly default_store_id: number;
  readonly name: string;
  readonly code: string;
}
export interface StoreView {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly website_id: number;
  readonly store_group_id: number;
  readonly is_active: number;
}

export const storesKey = ['stores'] as const;
export const websitesQuery = queryOptions({
  queryKey: [...storesKey, 'websites'],
  queryFn: ({ signal }) => getFrom<Website[]>('/V1/store/websites', signal),
  staleTime: 60_000,
});
export const groupsQuery = queryOptions({
  queryKey: [...storesKey, 'groups'],
  queryFn: ({ signal }) => getFrom<StoreGroup[]>('/V1/store/storeGroups', signal),
  staleTime: 60_000,
});
export const viewsQuery = queryOptions({
  queryKey: [...storesKey, 'views'],
  queryFn: ({ signal }) => getFrom<StoreView[]>('/V1/store/storeViews', signal),
  staleTime: 60_000,
});

/** The three kinds of scopes, each with the name that the API wraps it in. */
export type StoreThing =
  | { readonly kind: 'website'; readonly item: Partial<Website> }
  | { readonly kind: 'group'; readonly item: Partial<StoreGroup> }
  | { readonly kind: 'store'; readonly item: Partial<StoreView> };

const PATHS = { website: 'websites', group: 'storeGroups', store: 'storeViews' } as const;

export const saveThing = ({ kind, item }: StoreThing): Promise<unknown> =>
  item.id === undefined
    ? postTo(`/V1/store/${PATHS[kind]}`, { [kind]: item })
    : putTo(`/V1/store/${PATHS[kind]}/${item.id}`, { [kind]: item });
export const deleteThing = ({ kind, item }: StoreThing): Promise<unknown> =>
  deleteAt(`/V1/store/${PATHS[kind]}/${item.id}`);

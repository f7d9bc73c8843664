import { queryOptions } from '@tanstack/react-query';
import { deleteAt, getFrom, postTo, putTo } from '../api/client.ts';
import { type Found, type Search, searchQuery } from '../api/search.ts';

export interface Role {
  readonly id: number;
  readonly name: string;
  readonly all_resources: boolean;
  readonly resources: readonly string[];
  readonly updated_at?: string;
}
export type RoleDraft = Pick<Role, 'name' | 'all_resources' | 'resources'>;

export const rolesKey = ['roles'] as const;
export const findRoles = (search: Search, signal?: AbortSignal): Promise<Found<Role>> =>
  getFrom(`/V1/adminRoles?${searchQuery(search)}`, signal);
export const roleQuery = (id: number) =>
  queryOptions({ queryKey: [...rolesKey, id], queryFn: ({ signal }) => getFrom<Role>(`/V1/adminRoles/${id}`, signal) });
export const createRole = (role: RoleDraft): Promise<Role> => postTo('/V1/adminRoles', { role });
export const updateRole = (id: number, role: RoleDraft): Promise<Role> => putTo(`/V1/adminRoles/${id}`, { role });
export const deleteRole = (id: number): Promise<boolean> => deleteAt(`/V1/adminRoles/${id}`);

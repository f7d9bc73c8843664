import { queryOptions } from '@tanstack/react-query';
import { deleteAt, getFrom, postTo, putTo } from '../api/client.ts';
import { type Found, type Search, searchQuery } from '../api/search.ts';

export interface AdminUser {
  readonly id: number;
  readonly username: string;
  readonly email: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly role_id: number | null;
  readonly is_active: number;
  readonly signed_in_at?: string;
  readonly created_at?: string;
}
export type UserDraft = Pick<AdminUser, 'username' | 'email' | 'firstname' | 'lastname' | 'role_id' | 'is_active'> & {
  readonly password?: string;
};
export interface LockedUser {
  readonly id: number;
  readonly username: string;
  readonly failures: number;
  readonly locked_until: string;
}

export const usersKey = ['users'] as const;
export const findUsers = (search: Search, signal?: AbortSignal): Promise<Found<AdminUser>> =>
  getFrom(`/V1/adminUsers?${searchQuery(search)}`, signal);
export const userQuery = (id: number) =>
  queryOptions({
    queryKey: [...usersKey, id],
    queryFn: ({ signal }) => getFrom<AdminUser>(`/V1/adminUsers/${id}`, signal),
  });
export const createUser = (user: UserDraft): Promise<AdminUser> => postTo('/V1/adminUsers', { user });
export const updateUser = (id: number, user: UserDraft): Promise<AdminUser> => putTo(`/V1/adminUsers/${id}`, { user });
export const deleteUser = (id: number): Promise<boolean> => deleteAt(`/V1/adminUsers/${id}`);
export const forceUserSignIn = (id: number): Promise<boolean> => postTo(`/V1/adminUsers/${id}/forceSignIn`);

export const lockedUsersQuery = queryOptions({
  queryKey: [...usersKey, 'locked'],
  queryFn: ({ signal }) => getFrom<LockedUser[]>('/V1/lockedUsers', signal),
});
export const unlockUser = (id: number): Promise<boolean> => deleteAt(`/V1/lockedUsers/${id}`);

import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { createContext, useContext } from 'react';
import { deleteAt, getFrom, postTo, setCsrfToken } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';

export interface SessionUser {
  readonly id: number;
  readonly username: string;
  readonly email: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly role_id: number | null;
  readonly all_resources: boolean;
  readonly resources: readonly string[];
}
export interface Session {
  readonly csrf_token: string;
  readonly user: SessionUser;
  readonly idle_lifetime: number;
  readonly confirmed_until?: string;
}

/** The session as it stands; null where nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await getFrom<Session>('/V1/session');
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export interface SignIn {
  readonly username: string;
  readonly password: string;
  /** The code of the second factor, where one is enrolled. */
  readonly otp?: string;
}

export async function signIn(credentials: SignIn): Promise<Session> {
  const session = await postTo<Session>('/V1/session', credentials);
  setCsrfToken(session.csrf_token);
  return session;
}

export const signOut = (): Promise<boolean> => deleteAt('/V1/session');
export const confirmPassword = (password: string): Promise<Session> => postTo('/V1/session/confirm', { password });

/** Always granted to whoever is signed in. */
const ALWAYS = 'Magento_Backend::admin';

/** Whether a user holds a resource; the server decides anyway, this only leaves out what it would refuse. */
export const holds = (user: SessionUser, resource: string): boolean =>
  user.all_resources || resource === ALWAYS || user.resources.includes(resource);

/** The session that the frame around a page has found. */
export const SessionContext = createContext<Session | null>(null);

/** The session below pages that need one. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('This page needs a session.');
  return session;
}

/** Answers whether the signed-in user holds a resource. */
export function useMay(): (resource: string) => boolean {
  const { user } = useSession();
  return (resource) => holds(user, resource);
}

/** Remembers a session that was opened or confirmed. */
export function useKeepSession(): (session: Session | null) => void {
  const client = useQueryClient();
  return (session) => client.setQueryData(sessionQuery.queryKey, session);
}

/** For after a sign-out: to the sign-in, and nothing that was read stays in memory. */
export function useLeave(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    const [own] = sessionQuery.queryKey;
    client.setQueryData(sessionQuery.queryKey, null);
    // At once: what sees that nobody is signed in sees as well that this is meant.
    await navigate({ to: '/sign-in', ignoreBlocker: true });
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== own });
  };
}

/** Whether a password is not asked for just now. Moments of the API are UTC. */
export const isConfirmed = (session: Session, now = Date.now()): boolean =>
  session.confirmed_until !== undefined && Date.parse(`${session.confirmed_until.replace(' ', 'T')}Z`) > now + 5_000;

import { basePath } from '../app/place.ts';
import { ApiProblem, type ErrorBody, Unreachable } from './problem.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const CSRF_KEY = 'tessera-csrf';
/**
 * The token that a session's calls have to carry beside the cookie. Kept for all tabs and for reloads: without the
 * cookie, which no script can read, it is worth nothing.
 */
export function setCsrfToken(token: string): void {
  localStorage.setItem(CSRF_KEY, token);
}

const listeners = new Set<() => void>();
/** Told when a call finds that the session is over. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return {
      message: response.ok ? 'The answer of the server is not readable.' : `The server answered ${response.status}.`,
    };
  }
}

export interface CallOptions {
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** A store code other than the admin scope. */
  readonly store?: string;
}

/**
 * Calls the Web API by the panel's session, in the scope of all stores.
 * @param path below `/rest/<store>`, for example `/V1/integrations`
 * @throws ApiProblem when refused, Unreachable when nothing was answered
 */
export async function callApi<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const { body, signal, store = 'all' } = options;
  let response: Response;
  try {
    response = await fetch(`${basePath}/rest/${store}${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'X-Requested-With': 'XMLHttpRequest',
        'X-CSRF-Token': localStorage.getItem(CSRF_KEY) ?? '',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Unreachable(error);
  }
  const answer = await answerOf(response);
  if (response.ok) return answer as T;
  if (response.status === 401 && path !== '/V1/session') await checkSession();
  throw new ApiProblem(response.status, answer as ErrorBody);
}

/** A refusal may mean a missing grant or a session that is over: asks which. */
async function checkSession(): Promise<void> {
  try {
    await callApi('GET', '/V1/session');
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) for (const listener of listeners) listener();
  }
}

export const getFrom = <T>(path: string, signal?: AbortSignal): Promise<T> => callApi<T>('GET', path, { signal });
export const postTo = <T>(path: string, body?: unknown): Promise<T> =>
  callApi<T>('POST', path, body === undefined ? {} : { body });
export const putTo = <T>(path: string, body: unknown): Promise<T> => callApi<T>('PUT', path, { body });
export const deleteAt = <T>(path: string): Promise<T> => callApi<T>('DELETE', path);

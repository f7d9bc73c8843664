import { basePath } from '../app/place.ts';
import { ApiProblem, type ErrorBody, SessionEnded, Unreachable } from './problem.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const CSRF_KEY = 'tessera-csrf';
/**
 * The token that a session's calls have to carry beside the cookie. Kept for all tabs and for reloads: without the
 * cookie, which no script can read, it is worth nothing.
 */
export function setCsrfToken(token: string): void {
  localStorage.setItem(CSRF_KEY, token);
}

type Listener = (reason: string | null) => void;
const listeners = new Set<Listener>();
/** Told when a call finds that the session is over, with the reason where it was ended for one. */
export function onSignedOut(listener: Listener): () => void {
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
 * @throws ApiProblem when refused, SessionEnded when nobody is signed in any more, Unreachable when nothing was answered
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
  const problem = new ApiProblem(response.status, answer as ErrorBody);
  if (response.status === 401 && path !== '/V1/session' && (await isSessionOver())) {
    // What names resources only says that nobody is signed in; anything else is why.
    const reason = problem.parameter('resources') === null ? problem.message : null;
    for (const listener of listeners) listener(reason);
    throw reason === null ? new SessionEnded() : problem;
  }
  throw problem;
}

/** A refusal may mean a missing grant or a session that is over: asks which. */
async function isSessionOver(): Promise<boolean> {
  try {
    await callApi('GET', '/V1/session');
    return false;
  } catch (error) {
    return error instanceof ApiProblem && error.status === 401;
  }
}

export const getFrom = <T>(path: string, signal?: AbortSignal): Promise<T> => callApi<T>('GET', path, { signal });
export const postTo = <T>(path: string, body?: unknown): Promise<T> =>
  callApi<T>('POST', path, body === undefined ? {} : { body });
export const putTo = <T>(path: string, body: unknown): Promise<T> => callApi<T>('PUT', path, { body });
export const deleteAt = <T>(path: string): Promise<T> => callApi<T>('DELETE', path);

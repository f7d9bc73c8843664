import type { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../api/problem.ts';
import { refresh } from '../../api/refresh.ts';
import { say } from '../../ui/toasts.tsx';
import { type HandshakeEvent, type Integration, integrationsKey, readHandshake, STATUS } from '../integrations.ts';

const POLL_MILLISECONDS = 1000;
/** Longer than a verifier holds, unless a setting says otherwise. */
const LONGEST_MILLISECONDS = 10 * 60_000;

/** Whether the third party has fetched its tokens. */
export const hasTokens = (events: readonly HandshakeEvent[]): boolean =>
  events.some((event) => event.step === 'access_token' && event.outcome === 'ok');

const watched = new Map<number, AbortController>();

/** For an integration whose activation begins anew. */
export function stopWatching(id: number): void {
  watched.get(id)?.abort();
  watched.delete(id);
}

/**
 * Looks on at a handshake that nobody shows any more, and says so when it is complete.
 * @param after events up to this one belong to earlier tries
 */
export async function watchHandshake(client: QueryClient, integration: Integration, after: number): Promise<void> {
  const { id, name, status } = integration;
  stopWatching(id);
  const watch = new AbortController();
  watched.set(id, watch);
  const end = Date.now() + LONGEST_MILLISECONDS;
  while (!watch.signal.aborted && Date.now() < end) {
    await new Promise((done) => setTimeout(done, POLL_MILLISECONDS));
    try {
      const events = await readHandshake(id);
      if (watch.signal.aborted || !hasTokens(events.filter((event) => event.id > after))) continue;
      say(`The integration '${name}' has been ${status === STATUS.active ? 're-authorized' : 'activated'}.`);
      await refresh(client, { queryKey: integrationsKey });
      break;
    } catch (error) {
      // It was deleted, or nobody is signed in any more; a lost network may come back.
      if (error instanceof ApiProblem) break;
    }
  }
  if (watched.get(id) === watch) watched.delete(id);
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import { refresh } from '../../api/refresh.ts';
import {
  type Activation,
  activateIntegration,
  type Credentials,
  exchangesTokens,
  handshakeQuery,
  type Integration,
  integrationsKey,
  readHandshake,
  STATUS,
} from '../integrations.ts';
import { openSignInWindow, type SignInWindow, signInAddress } from './popup.ts';
import { hasTokens, stopWatching, watchHandshake } from './watch-handshake.ts';

/** Where an activation stands. */
export type Stage =
  | { readonly kind: 'asking'; readonly error: Error | null }
  | { readonly kind: 'sending' }
  | { readonly kind: 'shown'; readonly credentials: Partial<Credentials> }
  | { readonly kind: 'refused'; readonly error: Error }
  /** The credentials were taken; the third party has to fetch its tokens. */
  | { readonly kind: 'linking'; readonly address: string; readonly window: 'open' | 'closed' | 'blocked' }
  | { readonly kind: 'linked' };

const POLL_MILLISECONDS = 500;

/** Walks through an activation: asks, sends, opens the third party's window and waits for the handshake. */
export function useActivation(integration: Integration) {
  const { id } = integration;
  const [stage, setStage] = useState<Stage>({ kind: 'asking', error: null });
  const client = useQueryClient();
  const popup = useRef<SignInWindow | null>(null);
  /** Events up to this one belong to earlier tries. */
  const before = useRef(0);
  const isLinking = stage.kind === 'linking';
  const isUnderWay = isLinking || stage.kind === 'refused' || stage.kind === 'linked';
  const { data = [] } = useQuery({
    ...handshakeQuery(id),
    enabled: isUnderWay,
    refetchInterval: isLinking ? POLL_MILLISECONDS : false,
  });
  const events = data.filter((event) => event.id > before.current);
  const isLinked = hasTokens(events);

  useEffect(() => {
    if (!isLinking) return;
    if (isLinked) {
      setStage({ kind: 'linked' });
      // The third party's page closes the window as a rule; what it shows after that is not needed.
      setTimeout(() => popup.current?.close(), 1500);
      void refresh(client, { queryKey: integrationsKey });
    }
  }, [isLinking, isLinked, client]);

  useEffect(() => {
    if (!isLinking) return;
    const timer = setInterval(() => {
      if (popup.current?.isClosed())
        setStage((now) => (now.kind === 'linking' && now.window === 'open' ? { ...now, window: 'closed' } : now));
    }, POLL_MILLISECONDS);
    return () => clearInterval(timer);
  }, [isLinking]);

  // A dialog may be closed while the merchant still signs in at the third party: the end is told all the same.
  const latest = useRef({ integration, isLinking, isClosed: false });
  latest.current = { integration, isLinking, isClosed: false };
  useEffect(
    () => () => {
      latest.current.isClosed = true;
      if (latest.current.isLinking) void watchHandshake(client, latest.current.integration, before.current);
    },
    [client],
  );

  /** @param confirm proves who is at the keyboard; its failure takes the dialog back to its question */
  const start = useCallback(
    async (confirm: () => Promise<void>): Promise<void> => {
      stopWatching(id);
      const exchanges = exchangesTokens(integration);
      const window = exchanges ? openSignInWindow(integration.name) : null;
      popup.current = window;
      setStage({ kind: 'sending' });
      try {
        await confirm();
      } catch (error) {
        window?.close();
        setStage({ kind: 'asking', error: error as Error });
        return;
      }
      try {
        const earlier = await readHandshake(id);
        before.current = earlier.at(-1)?.id ?? 0;
        const answer = await activateIntegration(id, integration.status !== STATUS.inactive);
        const next = nextStage(answer, window);
        setStage(next);
        if (next.kind === 'linking' && latest.current.isClosed)
          void watchHandshake(client, integration, before.current);
      } catch (error) {
        window?.close();
        setStage({ kind: 'refused', error: error as Error });
      }
      void refresh(client, { queryKey: integrationsKey });
    },
    [client, id, integration],
  );

  /** Shows the third party's window once more, in a click. */
  const openAgain = (): void => {
    if (stage.kind !== 'linking') return;
    const window = openSignInWindow(integration.name);
    popup.current = window;
    window?.show(stage.address);
    setStage({ ...stage, window: window === null ? 'blocked' : 'open' });
  };

  return { stage, events, start, openAgain, reset: () => setStage({ kind: 'asking', error: null }) };
}

function nextStage(answer: Activation, window: SignInWindow | null): Stage {
  const { identity_link_url, oauth_consumer_key, success_call_back } = answer;
  if (identity_link_url === undefined || oauth_consumer_key === undefined || success_call_back === undefined)
    return { kind: 'shown', credentials: answer };
  const address = signInAddress(identity_link_url, oauth_consumer_key, success_call_back);
  window?.show(address);
  return { kind: 'linking', address, window: window === null ? 'blocked' : 'open' };
}

/** What failed, in the words of the server where it says more than the message. */
export const reasonOf = (error: Error): { readonly reason: string | null; readonly detail: string | null } =>
  error instanceof ApiProblem
    ? { reason: error.parameter('reason'), detail: error.parameter('detail') }
    : { reason: null, detail: null };

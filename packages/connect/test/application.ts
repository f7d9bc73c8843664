import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import {
  type Completion,
  type Connect,
  type ConnectEvent,
  type ConnectionStore,
  type ConnectOptions,
  createConnect,
  type Handover,
  memoryConnectionStore,
  toNodeHandler,
} from '../src/index.ts';
import { type FakeIntegration, type FakeStore, startFakeStore } from './fake-store.ts';

/** An application that merchants connect to: whoever sends `X-Account` is signed in to that account. */
export interface TestApplication {
  readonly connect: Connect;
  readonly storage: ConnectionStore;
  readonly events: ConnectEvent[];
  readonly callbackUrl: string;
  readonly identityLink: string;
  readonly request: (link: string, account?: string | null) => Request;
  readonly open: (link: string, account?: string | null) => Promise<Handover>;
  /** Opens the link, agrees, and gives how it ended. */
  readonly agree: (link: string, account?: string) => Promise<Completion>;
}

export const testKey = randomBytes(32);

export async function startApplication(
  context: TestContext,
  options: Partial<ConnectOptions> = {},
): Promise<TestApplication> {
  const events: ConnectEvent[] = [];
  const storage = options.store ?? memoryConnectionStore();
  const connect = createConnect({
    store: storage,
    secretKey: testKey,
    allowPrivate: true,
    identity: (request) => request.headers.get('x-account'),
    onEvent: (event) => {
      events.push(event);
    },
    ...options,
  });
  const server = createServer(toNodeHandler(connect.callback));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request = (link: string, account: string | null = 'ann'): Request =>
    new Request(link, { headers: account === null ? {} : { 'x-account': account } });
  return {
    connect,
    storage,
    events,
    callbackUrl: `${origin}/callback`,
    identityLink: `${origin}/login`,
    request,
    open: (link, account) => connect.handover(request(link, account)),
    agree: async (link, account) => {
      const handover = await connect.handover(request(link, account));
      if (handover.kind !== 'consent') throw new Error(`no consent was asked for: ${JSON.stringify(handover)}`);
      return connect.complete(request(link, account), handover.pending.id);
    },
  };
}

export async function startStore(context: TestContext, customers?: number, folder?: string): Promise<FakeStore> {
  const store = await startFakeStore(customers, folder);
  context.after(store.close);
  return store;
}

/** A store and an application with an integration between them, not yet activated. */
export async function startBoth(
  context: TestContext,
  options: Partial<ConnectOptions> = {},
): Promise<{ store: FakeStore; application: TestApplication; integration: FakeIntegration }> {
  const store = await startStore(context);
  const application = await startApplication(context, options);
  const integration = store.addIntegration(application.callbackUrl, application.identityLink);
  return { store, application, integration };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import type { RunningTessera } from '../../../test/tessera.ts';

export interface Integration {
  readonly id: number;
  readonly status: number;
  readonly consumer_key: string;
}
interface Activation {
  readonly identity_link_url: string;
  readonly oauth_consumer_key: string;
  readonly success_call_back: string;
}

let count = 0;

/** Adds an integration with a CRM in the panel of a store. */
export function addIntegration(
  store: RunningTessera,
  crm: { readonly origin: string },
  endpoint = `${crm.origin}/connect/callback`,
): Promise<Integration> {
  return store.api('POST', '/V1/integrations', {
    integration: {
      name: `CRM ${++count}`,
      endpoint,
      identity_link_url: `${crm.origin}/connect/login`,
      all_resources: false,
      resources: ['Magento_Customer::customer', 'Magento_Customer::manage'],
    },
  });
}

/** Does what the panel does, and gives the address that its popup opens. */
export async function activate(
  store: RunningTessera,
  { id }: Integration,
  how: 'activate' | 'reauthorize' = 'activate',
): Promise<string> {
  const activation = await store.api<Activation>('POST', `/V1/integrations/${id}/${how}`, {});
  const { identity_link_url, oauth_consumer_key, success_call_back } = activation;
  return `${identity_link_url}?${new URLSearchParams({ oauth_consumer_key, success_call_back })}`;
}

export const isActive = async (store: RunningTessera, { id }: Integration): Promise<boolean> =>
  (await store.api<Integration>('GET', `/V1/integrations/${id}`)).status === 1;

export interface Relay {
  readonly url: string;
  /** The forms that came. */
  readonly forms: readonly string[];
  /** Sends the last form on to the callback URL. */
  readonly forward: () => Promise<number>;
}

/** Stands between a store and a callback URL: takes the callback, and sends it on when told to. */
export async function startRelay(context: TestContext, callbackUrl: string): Promise<Relay> {
  const forms: string[] = [];
  const server = createServer(async (request, response) => {
    forms.push(await text(request));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    forms,
    forward: async () => {
      const body = new URLSearchParams(forms.at(-1));
      return (await fetch(callbackUrl, { method: 'POST', body })).status;
    },
  };
}

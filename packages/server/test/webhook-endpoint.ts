import type { Module } from '@tessera/webapi';
import { Webhook } from 'standardwebhooks';
import { type TestApplication, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';
import { activeIntegration, allowLoopback, type Callback, manage, type Received, withCallback } from './third-party.ts';

// The receiver's side in tests: an integration, its endpoint, what it subscribes to and what it gets.

export interface ShownWebhook {
  readonly id: number;
  readonly integration_id: number;
  readonly url: string;
  readonly events: readonly string[];
  readonly status: string;
  readonly failures: number;
  readonly secret?: string;
}
export interface ShownDelivery {
  readonly id: number;
  readonly message_id: string;
  readonly event: string;
  readonly status: string;
  readonly next_attempt_at?: string;
  readonly attempts: readonly { readonly outcome: string; readonly http_status?: number; readonly detail: string }[];
}
export interface Message {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}
export interface Setting {
  readonly context: TestApplication;
  /** The admin's token. */
  readonly bearer: string;
  /** The integration's token, and its id. */
  readonly token: string;
  readonly id: number;
  readonly callback: Callback;
}

export const messageOf = (json: unknown): string => (json as { message: string; parameters?: string[] }).message;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const CUSTOMER = { email: 'jane@example.com', firstname: 'Jane', lastname: 'Doe' };

/** An integration that may read customers, and an endpoint of it. */
export const withEndpoint = (
  work: (setting: Setting) => Promise<void>,
  answer?: (received: Received) => number | Promise<number>,
  modules: readonly Module[] = [],
): Promise<void> =>
  withCallback(
    (callback) =>
      withApplication(
        async (context) => {
          const bearer = await firstAdminToken(context);
          await allowLoopback(context, bearer);
          const { id, credentials } = await activeIntegration(context, bearer, {
            all_resources: false,
            resources: ['Magento_Customer::customer'],
          });
          await work({ context, bearer, token: credentials.token, id, callback });
        },
        { modules },
      ),
    answer,
  );

export const subscribe = ({ context, token, callback }: Setting, webhook: object = {}): Promise<ShownWebhook> =>
  manage(context, token, {
    method: 'POST',
    url: 'webhooks',
    body: { webhook: { url: `${callback.origin}/hook`, events: ['customer.created'], ...webhook } },
  });
export const createCustomer = ({ context, bearer }: Setting, customer: object = {}): Promise<{ id: number }> =>
  manage(context, bearer, { method: 'POST', url: 'customers', body: { customer: { ...CUSTOMER, ...customer } } });
export const deliver = ({ context }: Setting): Promise<number> => context.application.webhookWorker.drain();
export const deliveries = async ({ context, token }: Setting, id = 1): Promise<readonly ShownDelivery[]> =>
  (await manage<{ items: ShownDelivery[] }>(context, token, { url: `webhooks/${id}/deliveries` })).items;
export const webhook = ({ context, token }: Setting, id = 1): Promise<ShownWebhook> =>
  manage(context, token, { url: `webhooks/${id}` });

/** The message of a delivery, once the Standard Webhooks project's library has found it good. */
export const verified = ({ headers, body }: Received, secret: string | undefined): Message =>
  new Webhook(secret ?? '').verify(body, headers as Record<string, string>) as Message;

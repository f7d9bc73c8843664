import { queryOptions } from '@tanstack/react-query';
import { deleteAt, getFrom, postTo } from '../api/client.ts';
import type { Found } from '../api/search.ts';

export interface Webhook {
  readonly id: number;
  readonly url: string;
  readonly description?: string;
  readonly events: readonly string[];
  readonly status: string;
  readonly failures: number;
  readonly paused_until?: string;
  readonly secret?: string;
}
export interface Delivery {
  readonly id: number;
  readonly event: string;
  readonly status: string;
  readonly created_at: string;
  readonly next_attempt_at?: string;
  readonly attempts: readonly { readonly detail: string; readonly http_status?: number }[];
}
export interface WebhookEvent {
  readonly name: string;
  readonly description: string;
}

const key = ['webhooks'] as const;
export const webhooksKey = key;
export const webhooksQuery = (integrationId: number) =>
  queryOptions({
    queryKey: [...key, integrationId],
    queryFn: ({ signal }) => getFrom<Webhook[]>(`/V1/webhooks?integrationId=${integrationId}`, signal),
  });
export const eventsQuery = queryOptions({
  queryKey: ['webhook-events'],
  queryFn: ({ signal }) => getFrom<WebhookEvent[]>('/V1/webhooks/events', signal),
  staleTime: 600_000,
});
export const deliveriesQuery = (id: number) =>
  queryOptions({
    queryKey: [...key, 'deliveries', id],
    queryFn: ({ signal }) =>
      getFrom<Found<Delivery>>(`/V1/webhooks/${id}/deliveries?searchCriteria[pageSize]=20`, signal),
  });

export const createWebhook = (webhook: object): Promise<Webhook> => postTo('/V1/webhooks', { webhook });
export const deleteWebhook = (id: number): Promise<boolean> => deleteAt(`/V1/webhooks/${id}`);
export const testWebhook = (id: number): Promise<Delivery> => postTo(`/V1/webhooks/${id}/test`);
export const redeliver = (id: number): Promise<Delivery> => postTo(`/V1/webhooks/deliveries/${id}/redeliver`);

import { queryOptions } from '@tanstack/react-query';
import { getFrom } from '../api/client.ts';
import { integrationsKey } from './integrations.ts';

interface Usage {
  readonly integration_id: number;
  readonly last_used_at: string;
}

/** When each integration last called, by its id. */
export const usageQuery = queryOptions({
  queryKey: [...integrationsKey, 'usage'],
  queryFn: async ({ signal }): Promise<Readonly<Record<number, string>>> => {
    const rows = await getFrom<Usage[]>('/V1/activity/integrations', signal);
    return Object.fromEntries(rows.map((row) => [row.integration_id, row.last_used_at]));
  },
});

import { queryOptions } from '@tanstack/react-query';
import { getFrom } from '../api/client.ts';
import type { Found, Search } from '../api/search.ts';
import { findIntegrations, type Integration, integrationsKey } from './integrations.ts';

/** When an integration last called, and when its access ends; absent where it has not, or does not. */
export interface Use {
  readonly integration_id: number;
  readonly last_used_at?: string;
  /** Whether it has an access token. */
  readonly has_access: boolean;
  readonly expires_at?: string;
}
export type UsedIntegration = Integration & { readonly use: Use | undefined };

const readUse = (ids: readonly number[], signal?: AbortSignal): Promise<Use[]> =>
  ids.length === 0 ? Promise.resolve([]) : getFrom(`/V1/activity/integrations?ids=${ids.join(',')}`, signal);

export const usageQuery = (id: number) =>
  queryOptions({
    queryKey: [...integrationsKey, id, 'use'],
    queryFn: async ({ signal }): Promise<Use> =>
      (await readUse([id], signal))[0] ?? { integration_id: id, has_access: false },
  });

/** A page of integrations, with their use. */
export async function findUsedIntegrations(search: Search, signal?: AbortSignal): Promise<Found<UsedIntegration>> {
  const found = await findIntegrations(search, signal);
  const uses = await readUse(
    found.items.map((item) => item.id),
    signal,
  );
  const byId = new Map(uses.map((use) => [use.integration_id, use]));
  return { ...found, items: found.items.map((item) => ({ ...item, use: byId.get(item.id) })) };
}

import { queryOptions } from '@tanstack/react-query';
import { getFrom } from '../api/client.ts';
import type { AclResource } from './selection.ts';

/** What can be granted: everything below `Magento_Backend::admin`, which everybody has. */
export const aclQuery = queryOptions({
  queryKey: ['acl'],
  queryFn: async ({ signal }) => {
    const roots = await getFrom<AclResource[]>('/V1/acl/resources', signal);
    return roots.find((node) => node.id === 'Magento_Backend::admin')?.children ?? [];
  },
  staleTime: 300_000,
});

import { Alert, Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Filter, Filters } from '../api/search.ts';
import { findIntegrations, integrationsKey, STATUS } from './integrations.ts';

const PLAIN: readonly Filter[] = [
  { field: 'endpoint', value: 'http:%', condition: 'like' },
  { field: 'identity_link_url', value: 'http:%', condition: 'like' },
];
const RESET: Filter = { field: 'status', value: String(STATUS.reset), condition: 'eq' };

/** Whether there is one, over the whole list and not only the page that is shown. */
function useAny(name: string, filters: Filters): boolean {
  const { data } = useQuery({
    queryKey: [...integrationsKey, 'any', name],
    queryFn: ({ signal }) => findIntegrations({ filters, pageSize: 1 }, signal),
  });
  return data !== undefined && data.total_count > 0;
}

export function InsecureNotice() {
  if (!useAny('insecure', [PLAIN])) return null;
  return (
    <Alert color="yellow" variant="light" mb="md" icon={<IconAlertTriangle size={18} />}>
      Warning! Integrations not using HTTPS are insecure and potentially expose private or personally identifiable
      information
    </Alert>
  );
}

/** A module came with another declaration of its integration, so that it has to be activated anew (behaviour D20). */
export function ResetNotice() {
  if (!useAny('reset', [RESET])) return null;
  return (
    <Alert color="yellow" variant="light" mb="md" icon={<IconAlertTriangle size={18} />}>
      One or more{' '}
      <Anchor component={Link} to="/integrations" search={{ f_status: STATUS.reset } as never} size="sm">
        integrations
      </Anchor>{' '}
      have been reset because of a change to their xml configs.
    </Alert>
  );
}

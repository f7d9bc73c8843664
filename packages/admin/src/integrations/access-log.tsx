import { Badge, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { getFrom } from '../api/client.ts';
import { type Found, searchQuery } from '../api/search.ts';
import { DataGrid } from '../ui/data-grid.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { Column } from '../ui/grid-column.ts';
import { Stamp } from '../ui/moment.tsx';
import { RoutePath } from '../ui/route-path.tsx';
import { integrationsKey } from './integrations.ts';

interface Entry {
  readonly id: number;
  readonly occurred_at: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly remote_address: string;
  readonly reason?: string;
}

const statusColor = (status: number): string => (status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'teal');

const columns: readonly Column<Entry>[] = [
  { name: 'id', label: 'Time', sorts: true, show: (entry) => <Stamp at={entry.occurred_at} /> },
  {
    name: 'method',
    label: 'Method',
    filter: ['GET', 'POST', 'PUT', 'DELETE'].map((value) => ({ value, label: value })),
    show: (entry) => <code>{entry.method}</code>,
  },
  { name: 'route', label: 'Route', filter: 'text', wide: true, show: (entry) => <RoutePath route={entry.route} /> },
  {
    name: 'status',
    label: 'Status',
    sorts: true,
    filter: 'text',
    show: (entry) => (
      <Badge variant="light" color={statusColor(entry.status)}>
        {entry.status}
      </Badge>
    ),
  },
  { name: 'milliseconds', label: 'Duration', show: (entry) => `${entry.milliseconds.toFixed(1)} ms` },
  { name: 'remote_address', label: 'IP', filter: 'text', show: (entry) => entry.remote_address },
  {
    name: 'reason',
    label: 'Reason of refusal',
    wide: true,
    show: (entry) => (
      <Text size="sm" component="span">
        {entry.reason ?? '—'}
      </Text>
    ),
  },
];

/** Calls are written down a second after they were made. */
const REFRESH_MILLISECONDS = 3000;

/** The last calls of an integration, refused ones too. */
export function AccessLog({ integrationId }: { integrationId: number }) {
  return (
    <DataGrid
      name="Access log"
      queryKey={[...integrationsKey, integrationId, 'log']}
      load={(search, signal) =>
        getFrom<Found<Entry>>(`/V1/integrations/${integrationId}/access-log?${searchQuery(search)}`, signal)
      }
      columns={columns}
      keyOf={(entry) => entry.id}
      defaultSort="id"
      defaultDirection="DESC"
      refreshEvery={REFRESH_MILLISECONDS}
      empty={
        <EmptyState icon={<IconHistory size={40} stroke={1.4} />} title="No call yet">
          Every call of this integration appears here a second later, with its answer and, where it was refused, the
          reason.
        </EmptyState>
      }
    />
  );
}

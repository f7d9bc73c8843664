import { Anchor, Badge, Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Filter } from '../api/search.ts';
import { DataGrid } from '../ui/data-grid.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { Column } from '../ui/grid-column.ts';
import { Moment } from '../ui/moment.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { inTheLast, isMissing, notFor, until, within } from '../ui/period-filter.ts';
import { AccessEnd } from './access-end.tsx';
import { ActivationDialog } from './activation/activation-dialog.tsx';
import { DeleteIntegration } from './delete-integration.tsx';
import { type Integration, integrationsKey, isDeclared, isInsecure, STATUS, STATUS_LABELS } from './integrations.ts';
import { InsecureNotice, ResetNotice } from './notices.tsx';
import { StatusBadge } from './status-badge.tsx';
import { findUsedIntegrations, type UsedIntegration } from './usage.ts';

const newButton = (
  <Button component={Link} to="/integrations/new" leftSection={<IconPlus size={17} />}>
    Add New Integration
  </Button>
);

const hasAccess = (is: boolean): Filter => ({ field: 'has_access', value: is ? '1' : '0', condition: 'eq' });
const LAST_USED = [
  { value: 'never', label: 'Never', where: () => [isMissing('last_used_at')] },
  ...inTheLast('last_used_at', [1, 7, 30]),
  ...notFor('last_used_at', [30, 90]),
];
const EXPIRES = [
  { value: 'never', label: 'Never', where: () => [isMissing('expires_at'), hasAccess(true)] },
  ...within('expires_at', [7, 30, 90]),
  { value: 'ended', label: 'Has ended', where: () => [until('expires_at', 0)] },
  { value: 'none', label: 'No access token', where: () => [hasAccess(false)] },
];

/** System › Extensions › Integrations. */
export function IntegrationsPage() {
  const [activating, setActivating] = useState<Integration | null>(null);
  const navigate = useNavigate();
  const columns: readonly Column<UsedIntegration>[] = [
    { name: 'name', label: 'Name', sorts: true, filter: 'text', wide: true, show: (item) => <Name item={item} /> },
    {
      name: 'status',
      label: 'Status',
      sorts: true,
      filter: Object.entries(STATUS_LABELS).map(([value, label]) => ({ value, label })),
      show: (item) => <StatusBadge status={item.status} />,
    },
    {
      name: 'last_used_at',
      label: 'Last used',
      sorts: true,
      filter: LAST_USED,
      show: (item) => <Moment at={item.use?.last_used_at} otherwise="Never" />,
    },
    {
      name: 'expires_at',
      label: 'Expires',
      sorts: true,
      filter: EXPIRES,
      show: (item) => <AccessEnd use={item.use} />,
    },
    {
      name: 'created_at',
      label: 'Created',
      sorts: true,
      filter: inTheLast('created_at', [1, 7, 30, 365]),
      show: (item) => <Moment at={item.created_at} />,
    },
  ];
  return (
    <>
      <PageHead
        title="Integrations"
        about="Applications that use this store's API, each with keys and permissions of its own."
      >
        {newButton}
      </PageHead>
      <ResetNotice />
      <InsecureNotice />
      <DataGrid
        name="Integrations"
        queryKey={[...integrationsKey, 'list']}
        load={findUsedIntegrations}
        columns={columns}
        keyOf={(item) => item.id}
        defaultSort="id"
        empty={
          <EmptyState icon={<IconPlugConnected size={44} stroke={1.4} />} title="No integration yet" action={newButton}>
            An integration lets an ERP, a CRM or an app of your own call the API. Add one, choose what it may do, and
            activate it: it takes less than a minute.
          </EmptyState>
        }
        actions={(item) => (
          <Group gap={6} wrap="nowrap">
            <Button
              size="compact-sm"
              variant={item.status === STATUS.active ? 'default' : 'filled'}
              onClick={() => setActivating(item)}
              aria-label={`${item.status === STATUS.active ? 'Reauthorize' : 'Activate'} ${item.name}`}
            >
              {item.status === STATUS.active ? 'Reauthorize' : 'Activate'}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${isDeclared(item) ? 'View' : 'Edit'} ${item.name}`}
              onClick={() => void navigate({ to: '/integrations/$id/edit', params: { id: String(item.id) } })}
            >
              {isDeclared(item) ? 'View' : 'Edit'}
            </Button>
            <DeleteIntegration integration={item} />
          </Group>
        )}
      />
      {activating !== null && <ActivationDialog integration={activating} onClose={() => setActivating(null)} />}
    </>
  );
}

function Name({ item }: { item: Integration }) {
  return (
    <Group gap={8}>
      <Anchor component={Link} to={`/integrations/${item.id}`} fw={550} size="sm" style={{ overflowWrap: 'anywhere' }}>
        {item.name}
      </Anchor>
      {isInsecure(item) && (
        <Badge color="red" variant="light" tt="none" leftSection={<IconAlertTriangle size={12} />}>
          Integration not secure
        </Badge>
      )}
    </Group>
  );
}

import { Badge, Button, Group, Modal, Progress, Stack, Table, Text } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteAt, getFrom, postTo } from '../api/client.ts';
import { sentence } from '../api/problem.ts';
import { type Found, searchQuery } from '../api/search.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { DataGrid } from '../ui/data-grid.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { Column } from '../ui/grid-column.ts';
import { Moment } from '../ui/moment.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { useAction } from '../ui/use-action.ts';
import { usePolling } from '../ui/use-polling.ts';
import { Waiting } from '../ui/waiting.tsx';

interface Bulk {
  readonly bulk_id: string;
  readonly description: string;
  readonly start_time: string;
  readonly user_type: number;
  readonly user_id: number;
  readonly operation_count: number;
  readonly complete: number;
  readonly retriably_failed: number;
  readonly failed: number;
  readonly open: number;
  readonly rejected: number;
  readonly status: number;
  readonly progress: number;
}
interface Operation {
  readonly id: number;
  readonly status: number;
  readonly result_message: string | null;
  readonly error_code: number | null;
}

const bulksKey = ['bulks'] as const;
/** They are worked off while somebody looks on. */
const REFRESH_MILLISECONDS = 3000;
const STATUS: Readonly<Record<number, readonly [label: string, color: string]>> = {
  0: ['Not Started', 'gray'],
  1: ['In Progress', 'blue'],
  2: ['Finished', 'teal'],
  3: ['Finished with failures', 'red'],
};
const OPERATION: Readonly<Record<number, string>> = {
  1: 'Complete',
  2: 'Failed, can be retried',
  3: 'Failed',
  4: 'Open',
  5: 'Rejected',
};
const USERS: Readonly<Record<number, string>> = { 1: 'Integration', 2: 'Admin', 3: 'Customer', 4: 'Guest' };

/** System › Action Logs › Bulk Actions. */
export function BulkPage() {
  const [shown, setShown] = useState<Bulk | null>(null);
  const retry = useAction<Bulk>({
    run: ({ bulk_id }) => postTo(`/V1/bulk/${bulk_id}/retry`),
    done: () => 'The failed operations were opened again.',
    changes: [bulksKey],
  });
  const cancel = useAction<Bulk>({
    run: ({ bulk_id }) => deleteAt(`/V1/bulk/${bulk_id}`),
    done: () => 'The open operations were cancelled.',
    changes: [bulksKey],
  });
  const columns: readonly Column<Bulk>[] = [
    { name: 'bulk_id', label: 'ID', wide: true, show: (bulk) => <code>{bulk.bulk_id}</code> },
    { name: 'start_time', label: 'Start Time', sorts: true, show: (bulk) => <Moment at={bulk.start_time} /> },
    {
      name: 'description',
      label: 'Description of Operation',
      filter: 'text',
      show: (bulk) => <code>{bulk.description}</code>,
    },
    { name: 'user_id', label: 'By', show: (bulk) => `${USERS[bulk.user_type] ?? ''} ${bulk.user_id || ''}` },
    {
      name: 'status',
      label: 'Status',
      show: (bulk) => {
        const [label, color] = STATUS[bulk.status] ?? ['', 'gray'];
        return (
          <Stack gap={4}>
            <Badge variant="light" color={color} tt="none">
              {label}
            </Badge>
            <Progress value={bulk.progress} size="sm" aria-label={`${bulk.progress} % done`} />
            <Text size="xs" c="dimmed">
              {bulk.complete} of {bulk.operation_count} complete
              {bulk.failed + bulk.retriably_failed > 0 ? `, ${bulk.failed + bulk.retriably_failed} failed` : ''}
            </Text>
          </Stack>
        );
      },
    },
  ];
  return (
    <>
      <PageHead title="Bulk Actions" about="Asynchronous and bulk calls: how far they are, and what failed." />
      <DataGrid
        name="Bulk Actions"
        queryKey={bulksKey}
        load={(search, signal) => getFrom<Found<Bulk>>(`/V1/bulks?${searchQuery(search)}`, signal)}
        columns={columns}
        keyOf={(bulk) => bulk.bulk_id}
        defaultSort="start_time"
        defaultDirection="DESC"
        refreshEvery={REFRESH_MILLISECONDS}
        empty={
          <EmptyState icon={<IconStack2 size={40} stroke={1.4} />} title="No bulk action yet">
            Calls to <code>/rest/async/…</code> and <code>/rest/async/bulk/…</code> are worked off in the background and
            appear here.
          </EmptyState>
        }
        actions={(bulk) => (
          <Group gap={6} wrap="nowrap">
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setShown(bulk)}
              aria-label={`Details of ${bulk.bulk_id}`}
            >
              Details
            </Button>
            {bulk.failed + bulk.retriably_failed > 0 && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => retry.mutate(bulk)}
                aria-label={`Retry ${bulk.bulk_id}`}
              >
                Retry
              </Button>
            )}
            {bulk.open > 0 && (
              <ConfirmButton
                size="compact-sm"
                aria-label={`Cancel ${bulk.bulk_id}`}
                title="Cancel the open operations?"
                verb="Cancel them"
                question="What was done already stays; what is open will not be done."
                onConfirm={() => cancel.mutateAsync(bulk).catch(() => {})}
              >
                Cancel
              </ConfirmButton>
            )}
          </Group>
        )}
      />
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        size="xl"
        title="Operations"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {shown !== null && <Operations bulk={shown} />}
      </Modal>
    </>
  );
}

function Operations({ bulk }: { bulk: Bulk }) {
  const { data, error } = useQuery({
    queryKey: [...bulksKey, bulk.bulk_id],
    refetchInterval: usePolling(REFRESH_MILLISECONDS),
    queryFn: ({ signal }) =>
      getFrom<{ operations_list: readonly Operation[] }>(`/V1/bulk/${bulk.bulk_id}/status`, signal),
  });
  if (error !== null) return <Text c="red">{sentence(error)}</Text>;
  if (data === undefined) return <Waiting />;
  const LIMIT = 200;
  return (
    <>
      <Table aria-label="Operations" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">No.</Table.Th>
            <Table.Th scope="col">Status</Table.Th>
            <Table.Th scope="col">Message</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.operations_list.slice(0, LIMIT).map((operation) => (
            <Table.Tr key={operation.id}>
              <Table.Td>{operation.id}</Table.Td>
              <Table.Td>{OPERATION[operation.status] ?? operation.status}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{operation.result_message ?? '—'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {data.operations_list.length > LIMIT && (
        <Text size="sm" c="dimmed" mt="sm">
          The first {LIMIT} of {data.operations_list.length} are shown.
        </Text>
      )}
    </>
  );
}

import { Badge, Button, Modal } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import { getFrom } from '../api/client.ts';
import { type Found, searchQuery } from '../api/search.ts';
import { DataGrid } from '../ui/data-grid.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { Column } from '../ui/grid-column.ts';
import { Stamp } from '../ui/moment.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { RoutePath } from '../ui/route-path.tsx';

interface Entry {
  readonly id: number;
  readonly occurred_at: string;
  readonly caller_kind: string;
  readonly caller_name: string | null;
  readonly remote_address: string;
  readonly request_id: string;
  readonly binding: string;
  readonly method: string;
  readonly route: string;
  readonly operation: string;
  readonly entity_type: string | null;
  readonly entity_id: string | null;
  readonly outcome: string;
  readonly changes: string;
}

const KINDS = ['admin', 'integration', 'customer', 'guest'].map((value) => ({
  value,
  label: value.replace(/^./, (letter) => letter.toUpperCase()),
}));
const OUTCOMES = [
  { value: 'ok', label: 'Done' },
  { value: 'failed', label: 'Failed' },
];

const columns: readonly Column<Entry>[] = [
  { name: 'id', label: 'Time', sorts: true, show: (entry) => <Stamp at={entry.occurred_at} /> },
  { name: 'caller_kind', label: 'By', filter: KINDS, show: (entry) => entry.caller_kind },
  { name: 'caller_name', label: 'Name', filter: 'text', show: (entry) => entry.caller_name ?? '—' },
  {
    name: 'route',
    label: 'What',
    filter: 'text',
    wide: true,
    show: (entry) => <RoutePath method={entry.method} route={entry.route} />,
  },
  {
    name: 'entity_id',
    label: 'Which',
    filter: 'text',
    show: (entry) => [entry.entity_type, entry.entity_id].filter(Boolean).join(' ') || '—',
  },
  { name: 'remote_address', label: 'IP', filter: 'text', show: (entry) => entry.remote_address || '—' },
  {
    name: 'outcome',
    label: 'Outcome',
    filter: OUTCOMES,
    show: (entry) => (
      <Badge variant="light" tt="none" color={entry.outcome === 'ok' ? 'teal' : 'red'}>
        {OUTCOMES.find(({ value }) => value === entry.outcome)?.label ?? entry.outcome}
      </Badge>
    ),
  },
];

/** System › Action Logs › Report: who changed what. */
export function AuditPage() {
  const [shown, setShown] = useState<Entry | null>(null);
  return (
    <>
      <PageHead
        title="Action Logs Report"
        about="Every change, by whomever and however it was made. Nothing can change this list."
      />
      <DataGrid
        name="Action Logs Report"
        queryKey={['audit']}
        load={(search, signal) => getFrom<Found<Entry>>(`/V1/auditLog?${searchQuery(search)}`, signal)}
        columns={columns}
        keyOf={(entry) => entry.id}
        defaultSort="id"
        defaultDirection="DESC"
        empty={
          <EmptyState icon={<IconListDetails size={40} stroke={1.4} />} title="Nothing has been changed yet">
            Changes of customers, integrations, roles and settings appear here.
          </EmptyState>
        }
        actions={(entry) => (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setShown(entry)}
            aria-label={`Details of change ${entry.id}`}
          >
            Details
          </Button>
        )}
      />
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        size="lg"
        title="Change"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {shown !== null && <Details entry={shown} />}
      </Modal>
    </>
  );
}

/** The changes are JSON; what is not stays as it is. */
function readable(changes: string): string {
  try {
    return JSON.stringify(JSON.parse(changes), null, 2);
  } catch {
    return changes;
  }
}

function Details({ entry }: { entry: Entry }) {
  return (
    <>
      <dl className="facts">
        <dt>Operation</dt>
        <dd>
          <code>{entry.operation}</code>
        </dd>
        <dt>Request</dt>
        <dd>
          <code>{entry.request_id}</code> over {entry.binding}
        </dd>
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section className="json" aria-label="Changes" tabIndex={0}>
        {readable(entry.changes)}
      </section>
    </>
  );
}

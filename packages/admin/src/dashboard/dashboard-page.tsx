import {
  Alert,
  Anchor,
  Button,
  Group,
  Paper,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { getFrom } from '../api/client.ts';
import { sentence } from '../api/problem.ts';
import { ResetNotice } from '../integrations/notices.tsx';
import { useMay, useSession } from '../session/session.ts';
import { PageHead } from '../ui/page-head.tsx';
import { usePolling } from '../ui/use-polling.ts';
import { BarChart } from './bar-chart.tsx';
import { LineChart } from './line-chart.tsx';

interface Numbers {
  readonly calls: number;
  readonly refused: number;
  readonly errors: number;
  readonly p95?: number;
}
interface Summary extends Numbers {
  readonly hours: number;
  readonly seconds_per_point: number;
  readonly points: readonly (Numbers & { readonly at: string })[];
  readonly integrations: readonly (Numbers & {
    readonly integration_id: number;
    readonly name: string;
    readonly series: readonly number[];
  })[];
}

const RANGES = [
  { value: '1', label: 'Hour' },
  { value: '24', label: 'Day' },
  { value: '168', label: 'Week' },
  { value: '720', label: '30 days' },
];
const REFRESH_MILLISECONDS = 30_000;
const ms = (value: number | undefined): string =>
  value === undefined ? '—' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** What the API does, at a glance. */
export function DashboardPage() {
  const { user } = useSession();
  const may = useMay();
  return (
    <>
      <PageHead title="Dashboard" about={`Good to see you, ${user.firstname}.`}>
        {may('Magento_Integration::integrations') && (
          <Button
            component={Link}
            to="/integrations/new"
            variant="default"
            leftSection={<IconPlugConnected size={17} />}
          >
            Add New Integration
          </Button>
        )}
      </PageHead>
      {may('Magento_Integration::integrations') && <ResetNotice />}
      {may('Magento_Backend::dashboard') ? (
        <Activity />
      ) : (
        <Text c="dimmed">Choose a page in the menu, or press Ctrl K and type its name.</Text>
      )}
    </>
  );
}

function Activity() {
  const [hours, setHours] = useState('24');
  const { data, error } = useQuery({
    queryKey: ['activity', hours],
    queryFn: ({ signal }) => getFrom<Summary>(`/V1/activity/summary?hours=${hours}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: usePolling(REFRESH_MILLISECONDS),
  });
  if (error !== null && data === undefined) return <Alert color="red">{sentence(error)}</Alert>;
  if (data === undefined) return <Skeleton height={360} />;
  const points = data.points.map((point) => ({ ...point, time: new Date(`${point.at.replace(' ', 'T')}Z`) }));
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2}>API calls</Title>
        <SegmentedControl size="xs" data={RANGES} value={hours} onChange={setHours} aria-label="Time range" />
      </Group>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Tile label="Calls" value={data.calls.toLocaleString('en')} />
        <Tile label="Refused (4xx)" value={data.refused.toLocaleString('en')} />
        <Tile label="Errors (5xx)" value={data.errors.toLocaleString('en')} isBad={data.errors > 0} />
        <Tile label="95 % answered within" value={ms(data.p95)} />
      </SimpleGrid>
      <Paper withBorder p="md">
        <Title order={3} mb="sm">
          Calls over time
        </Title>
        <BarChart points={points} isDaily={data.seconds_per_point >= 14_400} />
      </Paper>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Paper withBorder p="md">
          <Title order={3} mb="sm">
            Calls by integration
          </Title>
          <LineChart
            times={points.map((point) => point.time)}
            series={data.integrations.slice(0, 4).map(({ name, series }) => ({ name, values: series }))}
          />
        </Paper>
        <Paper withBorder p="md">
          <Title order={3} mb="sm">
            Busiest integrations
          </Title>
          <Busiest integrations={data.integrations} />
        </Paper>
      </SimpleGrid>
    </Stack>
  );
}

function Tile({ label, value, isBad = false }: { label: string; value: string; isBad?: boolean }) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={26} fw={650} className={isBad ? 'bad' : ''} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
    </Paper>
  );
}

function Busiest({ integrations }: { integrations: Summary['integrations'] }) {
  const may = useMay();
  if (integrations.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No integration has called in this time.
      </Text>
    );
  return (
    <Table aria-label="Busiest integrations">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Integration</Table.Th>
          <Table.Th scope="col" ta="right">
            Calls
          </Table.Th>
          <Table.Th scope="col" ta="right">
            Refused
          </Table.Th>
          <Table.Th scope="col" ta="right">
            p95
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {integrations.map((entry) => (
          <Table.Tr key={entry.integration_id}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              {may('Magento_Integration::integrations') ? (
                <Anchor component={Link} to={`/integrations/${entry.integration_id}`} size="sm">
                  {entry.name}
                </Anchor>
              ) : (
                entry.name
              )}
            </Table.Td>
            <Table.Td ta="right">{entry.calls.toLocaleString('en')}</Table.Td>
            <Table.Td ta="right">{entry.refused.toLocaleString('en')}</Table.Td>
            <Table.Td ta="right">{ms(entry.p95)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

import { Badge, Button, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { sentence } from '../api/problem.ts';
import { Moment } from '../ui/moment.tsx';
import { useAction } from '../ui/use-action.ts';
import { usePolling } from '../ui/use-polling.ts';
import { Waiting } from '../ui/waiting.tsx';
import { type Delivery, deliveriesQuery, redeliver, webhooksKey } from './webhooks.ts';

const COLORS: Readonly<Record<string, string>> = { delivered: 'teal', failed: 'red', withheld: 'yellow' };
const REFRESH_MILLISECONDS = 2000;

/** The last deliveries of a webhook, with what became of them. */
export function Deliveries({ webhookId }: { webhookId: number }) {
  const { data, error } = useQuery({
    ...deliveriesQuery(webhookId),
    refetchInterval: usePolling(REFRESH_MILLISECONDS),
  });
  const again = useAction<Delivery>({
    run: ({ id }) => redeliver(id),
    done: () => 'The same message is sent again.',
    changes: [webhooksKey],
  });
  if (error !== null) return <Text className="bad">{sentence(error)}</Text>;
  if (data === undefined) return <Waiting />;
  if (data.items.length === 0)
    return (
      <Text size="sm" c="dimmed" mt="sm">
        Nothing has been sent yet.
      </Text>
    );
  return (
    <Table mt="sm" aria-label="Deliveries">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Time</Table.Th>
          <Table.Th scope="col">Event</Table.Th>
          <Table.Th scope="col">Status</Table.Th>
          <Table.Th scope="col">Last attempt</Table.Th>
          <Table.Th scope="col">Action</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.items.map((delivery) => (
          <Table.Tr key={delivery.id}>
            <Table.Td>
              <Moment at={delivery.created_at} />
            </Table.Td>
            <Table.Td>
              <code>{delivery.event}</code>
            </Table.Td>
            <Table.Td>
              <Badge variant="light" tt="none" color={COLORS[delivery.status] ?? 'gray'}>
                {delivery.status}
              </Badge>
            </Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{delivery.attempts.at(-1)?.detail ?? '—'}</Table.Td>
            <Table.Td>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => again.mutate(delivery)}
                aria-label={`Send delivery ${delivery.id} again`}
              >
                Send again
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

import { Alert, Badge, Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sentence } from '../api/problem.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { CopyValue } from '../ui/copy-value.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useAction } from '../ui/use-action.ts';
import { Waiting } from '../ui/waiting.tsx';
import { Deliveries } from './deliveries.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { deleteWebhook, testWebhook, type Webhook, webhooksKey, webhooksQuery } from './webhooks.ts';

const COLORS: Readonly<Record<string, string>> = { active: 'teal', paused: 'yellow', disabled: 'red' };

/** What is posted to an integration when something happens in the store. */
export function WebhooksTab({ integrationId }: { integrationId: number }) {
  const { data, error } = useQuery(webhooksQuery(integrationId));
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<Webhook | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={17} />} onClick={() => setAdding(true)}>
      Add Webhook
    </Button>
  );
  return (
    <Stack>
      {error !== null && <Alert color="red">{sentence(error)}</Alert>}
      {data === undefined && error === null && <Waiting />}
      {made?.secret !== undefined && (
        <Alert
          color="yellow"
          variant="light"
          title="The secret of the webhook, shown only now"
          withCloseButton
          onClose={() => setMade(null)}
        >
          <CopyValue label="Secret" value={made.secret} />
        </Alert>
      )}
      {data?.length === 0 && (
        <EmptyState icon={<IconWebhook size={40} stroke={1.4} />} title="No webhook yet" action={add}>
          A webhook tells the application what happens in the store, so that it need not ask again and again.
        </EmptyState>
      )}
      {data !== undefined && data.length > 0 && <Group justify="flex-end">{add}</Group>}
      {data?.map((webhook) => (
        <WebhookCard key={webhook.id} webhook={webhook} />
      ))}
      <Modal
        opened={isAdding}
        onClose={() => setAdding(false)}
        size="lg"
        title="New Webhook"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <WebhookForm
          integrationId={integrationId}
          onMade={(webhook) => {
            setMade(webhook);
            setAdding(false);
          }}
        />
      </Modal>
    </Stack>
  );
}

function WebhookCard({ webhook }: { webhook: Webhook }) {
  const [isOpen, setOpen] = useState(false);
  const test = useAction({
    run: async () => {
      await testWebhook(webhook.id);
      setOpen(true);
    },
    done: () => 'A test was sent; its delivery stands below.',
    changes: [webhooksKey],
  });
  const remove = useAction({
    confirmed: `You are about to delete the webhook to ${webhook.url}.`,
    run: () => deleteWebhook(webhook.id),
    done: () => 'The webhook has been deleted.',
    changes: [webhooksKey],
  });
  return (
    <Paper withBorder p="md" component="section" aria-label={webhook.url}>
      <Group justify="space-between" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Title order={3} style={{ overflowWrap: 'anywhere' }}>
              {webhook.url}
            </Title>
            <Badge variant="light" tt="none" color={COLORS[webhook.status] ?? 'gray'}>
              {webhook.status}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {webhook.events.join(', ')}
          </Text>
          {webhook.failures > 0 && (
            <Text size="sm">{webhook.failures} attempts have failed since the last good one.</Text>
          )}
        </div>
        <Group gap={6}>
          <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            Test
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            Deliveries
          </Button>
          <ConfirmButton
            size="compact-sm"
            title="Delete the webhook?"
            verb="Delete"
            question={`Nothing is posted to ${webhook.url} any more; deliveries that wait are dropped.`}
            onConfirm={() => remove.mutateAsync().catch(() => {})}
          >
            Delete
          </ConfirmButton>
        </Group>
      </Group>
      {isOpen && <Deliveries webhookId={webhook.id} />}
    </Paper>
  );
}

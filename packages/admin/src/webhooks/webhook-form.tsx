import { Button, Group, Skeleton, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { refresh } from '../api/refresh.ts';
import { useConfirmedIdentity } from '../session/identity.tsx';
import { FormFailure } from '../ui/form-failure.tsx';
import { say } from '../ui/toasts.tsx';
import { required, useApiForm, wrong } from '../ui/use-api-form.ts';
import { createWebhook, eventsQuery, type Webhook, webhooksKey } from './webhooks.ts';

interface Values {
  url: string;
  description: string;
  events: readonly string[];
}

interface WebhookFormProps {
  readonly integrationId: number;
  readonly onMade: (webhook: Webhook) => void;
}

export function WebhookForm({ integrationId, onMade }: WebhookFormProps) {
  const { data: events } = useQuery(eventsQuery);
  const client = useQueryClient();
  const confirm = useConfirmedIdentity();
  const form = useApiForm<Values>({
    initial: { url: '', description: '', events: [] },
    check: ({ url, events: chosen }) =>
      wrong<Values>({
        url: required(url),
        events: chosen.length === 0 ? 'Please choose at least one event.' : undefined,
      }),
  });
  const send = async (): Promise<void> => {
    const made = await form.send(async ({ url, description, events: chosen }) => {
      if (!(await confirm('You are about to add a webhook.'))) throw new Error('Nothing was saved.');
      return createWebhook({
        integration_id: integrationId,
        url: url.trim(),
        events: chosen,
        ...(description.trim() === '' ? {} : { description: description.trim() }),
      });
    });
    if (made === null) return;
    say('The webhook has been added.');
    void refresh(client, { queryKey: webhooksKey });
    onMade(made);
  };
  const toggle = (name: string, isOn: boolean): void =>
    form.set('events', isOn ? [...form.values.events, name] : form.values.events.filter((other) => other !== name));
  return (
    <form
      ref={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack>
        <FormFailure failure={form.failure} />
        <TextInput label="URL" required data-autofocus placeholder="https://" inputMode="url" {...form.text('url')} />
        <TextInput label="Description" {...form.text('description')} />
        <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
          <Text component="legend" size="sm" fw={550} mb="xs">
            Events
          </Text>
          {events === undefined && <Skeleton height={80} />}
          <Stack gap="sm">
            {events?.map((event) => (
              <Switch
                key={event.name}
                label={event.name}
                description={event.description}
                checked={form.values.events.includes(event.name)}
                onChange={(change) => toggle(event.name, change.currentTarget.checked)}
              />
            ))}
          </Stack>
          {form.errors.events !== undefined && (
            <Text size="sm" className="bad" role="alert" mt="xs">
              {form.errors.events}
            </Text>
          )}
        </fieldset>
        <Group justify="flex-end">
          <Button type="submit" loading={form.isSending}>
            Add Webhook
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

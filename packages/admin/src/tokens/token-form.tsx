import { Button, Group, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { refresh } from '../api/refresh.ts';
import { integrationsKey } from '../integrations/integrations.ts';
import { CurrentPassword, useConfirmPassword } from '../session/password-field.tsx';
import { FormFailure } from '../ui/form-failure.tsx';
import { atMost, required, useApiForm, wrong } from '../ui/use-api-form.ts';
import { type AccessToken, issueToken } from './tokens.ts';

interface Values {
  label: string;
  expires_at: string;
  allowed_addresses: string;
  read_only: boolean;
  current_password: string;
}

interface TokenFormProps {
  readonly integrationId: number;
  readonly onIssued: (token: AccessToken) => void;
}

/** A further access token, for one more place that calls in the name of the integration. */
export function TokenForm({ integrationId, onIssued }: TokenFormProps) {
  const client = useQueryClient();
  const confirm = useConfirmPassword();
  const form = useApiForm<Values>({
    initial: { label: '', expires_at: '', allowed_addresses: '', read_only: false, current_password: '' },
    check: (values) =>
      wrong<Values>({
        label: required(values.label) ?? atMost(values.label, 255),
        current_password: confirm.isNeeded ? required(values.current_password) : undefined,
      }),
  });
  const send = async (): Promise<void> => {
    const token = await form.send(async ({ label, expires_at, allowed_addresses, read_only, current_password }) => {
      await confirm.run(current_password);
      return issueToken(integrationId, {
        label: label.trim(),
        ...(expires_at === '' ? {} : { expires_at: `${expires_at} 23:59:59` }),
        allowed_addresses: allowed_addresses.split(/[\s,]+/).filter((address) => address !== ''),
        read_only,
      });
    });
    if (token === null) return;
    void refresh(client, { queryKey: integrationsKey });
    onIssued(token);
  };
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
        <TextInput label="Label" description="What it is for." required data-autofocus {...form.text('label')} />
        <TextInput label="Last day" description="UTC. Empty: it never ends." type="date" {...form.text('expires_at')} />
        <Textarea
          label="Only from these addresses"
          description="Addresses and networks, for example 192.0.2.10 or 192.0.2.0/24. Empty: from everywhere."
          autosize
          minRows={1}
          {...form.text('allowed_addresses')}
        />
        <Switch
          label="Reads only"
          description="Calls that change something are refused."
          checked={form.values.read_only}
          onChange={(event) => form.set('read_only', event.currentTarget.checked)}
        />
        <CurrentPassword
          value={form.values.current_password}
          error={form.errors.current_password}
          isNeeded={confirm.isNeeded}
          onChange={(event) => form.set('current_password', event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={form.isSending}>
            Issue the token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

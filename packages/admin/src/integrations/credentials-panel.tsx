import { Button, Stack, Text, Title } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import { CopyValue } from '../ui/copy-value.tsx';
import { useAction } from '../ui/use-action.ts';
import { type Credentials, type Integration, integrationsKey, readCredentials } from './integrations.ts';

const LABELS: readonly (readonly [keyof Credentials, string])[] = [
  ['consumer_key', 'Consumer Key'],
  ['consumer_secret', 'Consumer Secret'],
  ['access_token', 'Access Token'],
  ['access_token_secret', 'Access Token Secret'],
];

/** The four values that a client needs, to be copied. */
export function CredentialValues({ credentials }: { credentials: Partial<Credentials> }) {
  return (
    <Stack gap="sm">
      {LABELS.map(([name, label]) => {
        const value = credentials[name];
        return value === null || value === undefined ? null : <CopyValue key={name} label={label} value={value} />;
      })}
    </Stack>
  );
}

/** "Integration Details": the values again, after the password was confirmed. */
export function CredentialsPanel({ integration }: { integration: Integration }) {
  const [credentials, setCredentials] = useState<Credentials | null>(null);
  const read = useAction({
    confirmed: `You are about to read the secrets of '${integration.name}'.`,
    run: async () => setCredentials(await readCredentials(integration.id)),
    changes: [[...integrationsKey, integration.id, 'handshake']],
  });
  return (
    <Stack gap="sm" maw={560}>
      <Title order={3}>Integration Details</Title>
      {credentials === null ? (
        <>
          <CopyValue label="Consumer Key" value={integration.consumer_key} />
          <Text size="sm" c="dimmed">
            The secrets and the access token are shown once your password is confirmed; that somebody read them is noted
            in the timeline.
          </Text>
          <Button
            variant="default"
            leftSection={<IconEye size={17} />}
            loading={read.isPending}
            onClick={() => read.mutate()}
            style={{ alignSelf: 'flex-start' }}
          >
            Show the secrets
          </Button>
        </>
      ) : (
        <>
          <CredentialValues credentials={credentials} />
          {credentials.access_token === null && (
            <Text size="sm" c="dimmed">
              There is no access token yet: activate the integration first.
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}

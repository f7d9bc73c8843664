import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { CredentialValues } from '../credentials-panel.tsx';
import type { Credentials, Integration } from '../integrations.ts';

interface TokensStageProps {
  readonly integration: Integration;
  readonly isAgain: boolean;
  readonly credentials: Partial<Credentials>;
  readonly onDone: () => void;
}

/** The four values of an integration that takes no part in a handshake. */
export function TokensStage({ integration, isAgain, credentials, onDone }: TokensStageProps) {
  return (
    <Stack>
      <Alert color="teal" variant="light" icon={<IconCheck size={18} />}>
        The integration '{integration.name}' has been {isAgain ? 're-authorized' : 'activated'}.
      </Alert>
      <CredentialValues credentials={credentials} />
      <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />}>
        Copy these values into the application now and keep the secrets to yourself. Later they are shown only after
        your password is confirmed.
      </Alert>
      <Group justify="flex-end">
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { sentence } from '../../api/problem.ts';
import { CurrentPassword, useConfirmPassword } from '../../session/password-field.tsx';
import { FieldProblem } from '../../ui/use-api-form.ts';
import { GrantedResources } from '../granted-resources.tsx';
import { exchangesTokens, type Integration, isInsecure } from '../integrations.ts';

interface AskStageProps {
  readonly integration: Integration;
  readonly isAgain: boolean;
  readonly isSending: boolean;
  readonly error: Error | null;
  readonly onAllow: (confirm: () => Promise<void>) => Promise<void>;
  readonly onCancel: () => void;
}

/** What is about to be granted, and whether the user wants that. */
export function AskStage({ integration, isAgain, isSending, error, onAllow, onCancel }: AskStageProps) {
  const [password, setPassword] = useState('');
  const confirm = useConfirmPassword();
  const exchanges = exchangesTokens(integration);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void onAllow(() => confirm.run(password));
      }}
    >
      <Stack gap="md">
        <Text size="sm">The integration you selected asks you to approve access to the following:</Text>
        <GrantedResources integration={integration} />
        {isAgain && (
          <Alert color="yellow" variant="light">
            The application gets new tokens, and its old ones stop working. Consumer key and secret stay as they are.
          </Alert>
        )}
        {isInsecure(integration) && (
          <Alert color="red" variant="light">
            Not secure: a URL of this integration begins with http, so its secrets can be read on their way.
          </Alert>
        )}
        <Text size="sm" c="dimmed">
          {exchanges
            ? `The credentials are sent to ${hostOf(integration.endpoint)}, and a window opens in which you sign in there.`
            : 'The keys and tokens are shown to you next, to be entered in the application.'}
        </Text>
        {error !== null && !(error instanceof FieldProblem) && (
          <Alert color="red" role="alert">
            {sentence(error)}
          </Alert>
        )}
        {(confirm.isNeeded || isSending) && (
          <CurrentPassword
            value={password}
            isNeeded={confirm.isNeeded}
            error={error instanceof FieldProblem ? error.message : undefined}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel} disabled={isSending}>
            Cancel
          </Button>
          <Button type="submit" loading={isSending} disabled={confirm.isNeeded && password === ''}>
            {isAgain ? 'Reauthorize' : 'Allow'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const hostOf = (url: string | null): string => URL.parse(url ?? '')?.host ?? 'the application';

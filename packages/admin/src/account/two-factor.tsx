import { Badge, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentence } from '../api/problem.ts';
import { refresh } from '../api/refresh.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { useAction } from '../ui/use-action.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import {
  beginSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  type Setup,
  secondFactorQuery,
} from './second-factor.ts';
import { SetUpSecondFactor } from './set-up-second-factor.tsx';

/** The second factor of the signed-in user: set it up, see what is left of the recovery codes, take it away. */
export function TwoFactor() {
  const { data, error } = useQuery(secondFactorQuery);
  const [setup, setSetup] = useState<Setup | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const client = useQueryClient();
  const changes = [secondFactorQuery.queryKey];
  const begin = useAction({
    confirmed: 'You are about to set up a second factor.',
    run: async () => setSetup(await beginSecondFactor()),
    changes,
  });
  const renew = useAction({
    confirmed: 'You are about to get new recovery codes.',
    run: async () => setCodes(await renewRecoveryCodes()),
    changes,
  });
  const remove = useAction({
    confirmed: 'You are about to turn the second factor off.',
    run: removeSecondFactor,
    done: () => 'The second factor is off. From now on your password alone signs you in.',
    changes,
  });
  return (
    <Paper withBorder p="lg" component="section" aria-label="Two-factor authentication">
      <Group gap="sm" mb="md">
        <Title order={2}>Two-factor authentication</Title>
        {data !== undefined && (
          <Badge variant="light" tt="none" color={data.enrolled ? 'teal' : 'gray'}>
            {data.enrolled ? 'On' : 'Off'}
          </Badge>
        )}
      </Group>
      {error !== null && <Text className="bad">{sentence(error)}</Text>}
      {data === undefined && error === null && <Skeleton height={60} />}
      {codes !== null && <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />}
      {setup !== null && (
        <SetUpSecondFactor
          setup={setup}
          onCancel={() => setSetup(null)}
          onActive={(given) => {
            setSetup(null);
            setCodes(given);
            void refresh(client, { queryKey: secondFactorQuery.queryKey });
          }}
        />
      )}
      {data?.enrolled === false && setup === null && (
        <Stack gap="sm" align="flex-start">
          <Text size="sm" c="dimmed">
            With a second factor, a stolen password is not enough: signing in asks for a code from your phone as well.
          </Text>
          <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
            Set up an authenticator app
          </Button>
        </Stack>
      )}
      {data?.enrolled === true && codes === null && (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            Signing in asks for a code of your authenticator app. {data.recovery_codes} of 10 recovery codes are left.
          </Text>
          <Group>
            <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
              New recovery codes
            </Button>
            <ConfirmButton
              title="Turn the second factor off?"
              verb="Turn it off"
              question="Your account is then protected by its password alone."
              onConfirm={() => remove.mutateAsync().catch(() => {})}
            >
              Turn off
            </ConfirmButton>
          </Group>
        </Stack>
      )}
    </Paper>
  );
}

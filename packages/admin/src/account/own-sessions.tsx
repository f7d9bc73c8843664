import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { deleteAt, getFrom } from '../api/client.ts';
import { sentence } from '../api/problem.ts';
import { useLeave } from '../session/session.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { Moment } from '../ui/moment.tsx';
import { useAction } from '../ui/use-action.ts';

interface Place {
  readonly id: number;
  readonly created_at: string;
  readonly used_at: string;
  readonly remote_address: string;
  readonly user_agent: string;
  readonly current: boolean;
}
const sessionsKey = ['sessions'] as const;

const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'];
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrom/, 'Chrome'],
  [/Safari\//, 'Safari'],
];

/** The browser and system in a few words, as far as the header tells. */
function deviceOf(agent: string): string {
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1] ?? 'Another program';
  const system = SYSTEMS.find((name) => agent.includes(name));
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** Where the user is signed in. */
export function OwnSessions() {
  const { data, error } = useQuery({
    queryKey: sessionsKey,
    queryFn: ({ signal }) => getFrom<Place[]>('/V1/sessions', signal),
  });
  const leave = useLeave();
  const end = useAction<Place>({
    run: ({ id }) => deleteAt(`/V1/sessions/${id}`),
    done: () => 'The session has been ended.',
    changes: [sessionsKey],
  });
  const endAll = useAction({
    run: async () => {
      await deleteAt('/V1/sessions');
      await leave();
    },
    changes: [],
  });
  return (
    <Paper withBorder p="lg" component="section" aria-label="Sessions">
      <Group justify="space-between" mb="md">
        <Title order={2}>Where you are signed in</Title>
        <ConfirmButton
          size="sm"
          title="Sign out everywhere?"
          verb="Sign out everywhere"
          question="All your sessions and access tokens end, this one included."
          onConfirm={() => endAll.mutateAsync().catch(() => {})}
        >
          Sign out everywhere
        </ConfirmButton>
      </Group>
      {error !== null && <Text c="red">{sentence(error)}</Text>}
      <Stack gap="sm">
        {data?.map((place) => (
          <Group key={place.id} justify="space-between" wrap="nowrap">
            <div>
              <Group gap="xs">
                <Text size="sm" fw={550} title={place.user_agent}>
                  {deviceOf(place.user_agent)}
                </Text>
                {place.current && (
                  <Badge size="sm" variant="light" color="teal" tt="none">
                    this one
                  </Badge>
                )}
              </Group>
              <Text size="sm" c="dimmed">
                {place.remote_address} · used <Moment at={place.used_at} /> · since <Moment at={place.created_at} />
              </Text>
            </div>
            {!place.current && (
              <Button
                size="compact-sm"
                variant="default"
                flex="none"
                onClick={() => end.mutate(place)}
                aria-label={`End the session of ${deviceOf(place.user_agent)}`}
              >
                End
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

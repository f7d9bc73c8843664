import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { deleteAt, getFrom } from '../api/client.ts';
import { sentence } from '../api/problem.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { Moment } from '../ui/moment.tsx';
import { useAction } from '../ui/use-action.ts';

interface IssuedToken {
  readonly id: number;
  readonly issued_at: string;
  readonly expires_at: string;
  readonly remote_address: string;
}
interface AccountTokensProps {
  /** Where the account is: `/V1/customers/1`. */
  readonly account: string;
  /** Whether ending a token takes the password. */
  readonly isConfirmed: boolean;
}

/** The access tokens that a customer or an admin user has at the moment; each can be ended without the others. */
export function AccountTokens({ account, isConfirmed }: AccountTokensProps) {
  const queryKey = ['account-tokens', account] as const;
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => getFrom<IssuedToken[]>(`${account}/tokens`, signal),
  });
  const end = useAction<IssuedToken>({
    ...(isConfirmed ? { confirmed: 'You are about to revoke an access token.' } : {}),
    run: ({ id }) => deleteAt(`${account}/tokens/${id}`),
    done: () => 'The token has been revoked.',
    changes: [queryKey],
  });
  return (
    <Paper withBorder p="lg" mt="md" component="section" aria-label="Access tokens">
      <Title order={2} mb="md">
        Access tokens
      </Title>
      {error !== null && <Text c="red">{sentence(error)}</Text>}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed">
          There is none. A token is issued at each sign-in over the Web API and lasts until it expires.
        </Text>
      )}
      <Stack gap="sm">
        {data?.map((token) => (
          <Group key={token.id} justify="space-between" wrap="nowrap">
            <Text size="sm">
              From {token.remote_address} · issued <Moment at={token.issued_at} /> · expires{' '}
              <Moment at={token.expires_at} />
            </Text>
            <ConfirmButton
              size="compact-sm"
              title="Revoke the token?"
              verb="Revoke"
              question="Whoever uses it is refused from the next request on. Other tokens and sessions go on."
              aria-label={`Revoke token ${token.id}`}
              onConfirm={() => end.mutateAsync(token).catch(() => {})}
            >
              Revoke
            </ConfirmButton>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

import { Alert, NumberInput, Paper, Table } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { getFrom } from '../api/client.ts';
import { sentence } from '../api/problem.ts';
import { integrationsKey } from '../integrations/integrations.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { useAction } from '../ui/use-action.ts';
import { Waiting } from '../ui/waiting.tsx';
import { revokeToken } from './tokens.ts';

interface ReviewedCredential {
  readonly integration_id: number;
  readonly integration_name: string;
  readonly token_id: number;
  readonly label: string | null;
  readonly reason: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly ends_at: string | null;
}
const REASONS: Readonly<Record<string, string>> = {
  never_used: 'Never used',
  unused: 'Not used any more',
  expires_soon: 'Ends soon',
};

/** System › Extensions › Credential Review. */
export function CredentialReviewPage() {
  const [days, setDays] = useState<number | string>('');
  const { data, error } = useQuery({
    queryKey: [...integrationsKey, 'review', days],
    queryFn: ({ signal }) =>
      getFrom<ReviewedCredential[]>(`/V1/credentialReview${days === '' ? '' : `?days=${days}`}`, signal),
  });
  return (
    <>
      <PageHead
        title="Credential Review"
        about="Access tokens of integrations that nobody uses, or that end within a week."
      >
        <NumberInput
          label="Days without use"
          placeholder="as configured"
          min={0}
          max={3650}
          w={140}
          value={days}
          onChange={setDays}
        />
      </PageHead>
      {error !== null && <Alert color="red">{sentence(error)}</Alert>}
      {data === undefined && error === null && <Waiting />}
      {data?.length === 0 && (
        <EmptyState icon={<IconShieldCheck size={40} stroke={1.4} />} title="Nothing to review">
          Every access token has been used lately, and none ends soon.
        </EmptyState>
      )}
      {data !== undefined && data.length > 0 && <Reviewed credentials={data} />}
    </>
  );
}

function Reviewed({ credentials }: { credentials: readonly ReviewedCredential[] }) {
  const revoke = useAction<ReviewedCredential>({
    confirmed: ({ integration_name }) => `You are about to revoke an access token of '${integration_name}'.`,
    run: ({ integration_id, token_id }) => revokeToken(integration_id, token_id),
    done: () => 'The token has been revoked.',
    changes: [integrationsKey],
  });
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={700}>
        <Table aria-label="Credentials to review" verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              {['Integration', 'Token', 'Reason', 'Last used', 'Ends', 'Action'].map((head) => (
                <Table.Th key={head} scope="col">
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {credentials.map((credential) => (
              <Table.Tr key={credential.token_id}>
                <Table.Td>
                  <Link to="/integrations/$id" params={{ id: String(credential.integration_id) }}>
                    {credential.integration_name}
                  </Link>
                </Table.Td>
                <Table.Td>{credential.label ?? 'Token of the activation'}</Table.Td>
                <Table.Td>{REASONS[credential.reason] ?? credential.reason}</Table.Td>
                <Table.Td>
                  <Moment at={credential.last_used_at} />
                </Table.Td>
                <Table.Td>
                  <Moment at={credential.ends_at} otherwise="Never" />
                </Table.Td>
                <Table.Td>
                  <ConfirmButton
                    size="compact-sm"
                    title="Revoke the token?"
                    verb="Revoke"
                    question={`Whoever still uses this token of ${credential.integration_name} is refused from the next request on.`}
                    aria-label={`Revoke ${credential.label ?? 'the token'} of ${credential.integration_name}`}
                    onConfirm={() => revoke.mutateAsync(credential).catch(() => {})}
                  >
                    Revoke
                  </ConfirmButton>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

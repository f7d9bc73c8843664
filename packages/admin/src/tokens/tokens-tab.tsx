import { Alert, Badge, Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sentence } from '../api/problem.ts';
import { CredentialValues } from '../integrations/credentials-panel.tsx';
import { integrationsKey } from '../integrations/integrations.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Moment } from '../ui/moment.tsx';
import { useAction } from '../ui/use-action.ts';
import { Waiting } from '../ui/waiting.tsx';
import { TokenForm } from './token-form.tsx';
import { type AccessToken, revokeToken, rotateToken, tokensQuery } from './tokens.ts';

const STATES: Readonly<Record<string, readonly [label: string, color: string]>> = {
  active: ['Active', 'teal'],
  retiring: ['Retiring', 'yellow'],
  expired: ['Expired', 'gray'],
  revoked: ['Revoked', 'gray'],
};
/** An hour in which the application can be given the new token while the old one still works. */
const OVERLAP_SECONDS = 3600;

/** The access tokens of an integration, one by one. */
export function TokensTab({ integrationId }: { integrationId: number }) {
  const { data, error } = useQuery(tokensQuery(integrationId));
  const [isAdding, setAdding] = useState(false);
  const [issued, setIssued] = useState<AccessToken | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={17} />} onClick={() => setAdding(true)}>
      Issue a token
    </Button>
  );
  return (
    <Stack>
      {error !== null && <Alert color="red">{sentence(error)}</Alert>}
      {data === undefined && error === null && <Waiting />}
      {issued !== null && (
        <Alert
          color="yellow"
          variant="light"
          title="The new token, shown only now"
          withCloseButton
          onClose={() => setIssued(null)}
        >
          <CredentialValues
            credentials={{
              access_token: issued.access_token ?? null,
              access_token_secret: issued.access_token_secret ?? null,
            }}
          />
        </Alert>
      )}
      {data?.length === 0 && (
        <EmptyState icon={<IconKey size={40} stroke={1.4} />} title="No access token" action={add}>
          Activating the integration issues its first one. More can be issued beside it, with limits of their own.
        </EmptyState>
      )}
      {data !== undefined && data.length > 0 && <Group justify="flex-end">{add}</Group>}
      {data?.map((token) => (
        <TokenCard key={token.id} token={token} integrationId={integrationId} onIssued={setIssued} />
      ))}
      <Modal
        opened={isAdding}
        onClose={() => setAdding(false)}
        title="New Access Token"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <TokenForm
          integrationId={integrationId}
          onIssued={(token) => {
            setIssued(token);
            setAdding(false);
          }}
        />
      </Modal>
    </Stack>
  );
}

interface TokenCardProps {
  readonly token: AccessToken;
  readonly integrationId: number;
  readonly onIssued: (token: AccessToken) => void;
}

function TokenCard({ token, integrationId, onIssued }: TokenCardProps) {
  const name = token.label ?? 'Token of the activation';
  const [label, color] = STATES[token.state] ?? [token.state, 'gray'];
  const isOver = token.state === 'expired' || token.state === 'revoked';
  const revoke = useAction({
    confirmed: `You are about to revoke the access token '${name}'.`,
    run: () => revokeToken(integrationId, token.id),
    done: () => 'The token has been revoked.',
    changes: [integrationsKey],
  });
  const rotate = useAction({
    confirmed: `You are about to replace the access token '${name}'.`,
    run: async () => onIssued(await rotateToken(integrationId, token.id, OVERLAP_SECONDS)),
    done: () => 'The new token is issued; the old one goes on for an hour.',
    changes: [integrationsKey],
  });
  return (
    <Paper withBorder p="md" component="section" aria-label={name}>
      <Group justify="space-between" align="flex-start" mb="xs">
        <Group gap="xs">
          <Title order={3}>{name}</Title>
          <Badge variant="light" tt="none" color={color}>
            {label}
          </Badge>
          {token.read_only && (
            <Badge variant="outline" tt="none" color="gray">
              Reads only
            </Badge>
          )}
        </Group>
        {!isOver && (
          <Group gap={6}>
            <ConfirmButton
              size="compact-sm"
              title="Replace the token?"
              verb="Replace"
              question="A new token with the same limits is issued. The old one goes on for an hour, so that the application can change over."
              onConfirm={() => rotate.mutateAsync().catch(() => {})}
              aria-label={`Replace ${name}`}
            >
              Replace
            </ConfirmButton>
            <ConfirmButton
              size="compact-sm"
              title="Revoke the token?"
              verb="Revoke"
              question="Calls with it are refused at once. This cannot be undone."
              onConfirm={() => revoke.mutateAsync().catch(() => {})}
              aria-label={`Revoke ${name}`}
            >
              Revoke
            </ConfirmButton>
          </Group>
        )}
      </Group>
      <dl className="facts">
        <dt>Issued</dt>
        <dd>
          <Moment at={token.created_at} />
        </dd>
        <dt>Last used</dt>
        <dd>
          <Moment at={token.last_used_at} otherwise="Never" />
        </dd>
        <dt>Ends</dt>
        <dd>
          <Moment at={token.ends_at} otherwise="Never" />
        </dd>
        {token.allowed_addresses.length > 0 && (
          <>
            <dt>Only from</dt>
            <dd>{token.allowed_addresses.join(', ')}</dd>
          </>
        )}
        {token.store_ids.length > 0 && (
          <>
            <dt>Only for store views</dt>
            <dd>{token.store_ids.join(', ')}</dd>
          </>
        )}
      </dl>
      {token.state === 'retiring' && (
        <Text size="sm" c="dimmed" mt="xs">
          Another token has taken its place.
        </Text>
      )}
    </Paper>
  );
}

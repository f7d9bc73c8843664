import { Alert, Anchor, Button, Group, Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { sentence } from '../api/problem.ts';
import { TokensTab } from '../tokens/tokens-tab.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { isGone } from '../ui/use-api-form.ts';
import { usePolling } from '../ui/use-polling.ts';
import { WebhooksTab } from '../webhooks/webhooks-tab.tsx';
import { AccessEnd } from './access-end.tsx';
import { AccessLog } from './access-log.tsx';
import { ActivationDialog } from './activation/activation-dialog.tsx';
import { CredentialsPanel } from './credentials-panel.tsx';
import { DeleteIntegration } from './delete-integration.tsx';
import { GrantedResources } from './granted-resources.tsx';
import { HandshakeTimeline } from './handshake-timeline.tsx';
import { handshakeQuery, type Integration, integrationQuery, isDeclared, isInsecure, STATUS } from './integrations.ts';
import { SignatureDebugger } from './signature-debugger.tsx';
import { StatusBadge } from './status-badge.tsx';
import { usageQuery } from './usage.ts';

/** One integration: what it is, what it may do, what it does. */
export function IntegrationPage() {
  const params = useParams({ strict: false });
  const id = Number(params.id);
  const { data: integration, error } = useSuspenseQuery(integrationQuery(id));
  // What another page had read may be gone meanwhile.
  if (isGone(error)) throw error;
  const [activating, setActivating] = useState<Integration | null>(null);
  const [activations, setActivations] = useState(0);
  const navigate = useNavigate();
  const isActive = integration.status === STATUS.active;
  return (
    <>
      <PageHead
        title={integration.name}
        parent={{ label: 'Integrations', to: '/integrations' }}
        mark={<StatusBadge status={integration.status} />}
      >
        <DeleteIntegration integration={integration} onDeleted={() => void navigate({ to: '/integrations' })} />
        <Button
          variant="default"
          onClick={() => void navigate({ to: '/integrations/$id/edit', params: { id: String(id) } })}
        >
          {isDeclared(integration) ? 'View' : 'Edit'}
        </Button>
        <Button
          leftSection={isActive ? <IconRefresh size={17} /> : <IconPlayerPlay size={17} />}
          variant={isActive ? 'default' : 'filled'}
          onClick={() => setActivating(integration)}
        >
          {isActive ? 'Reauthorize' : 'Activate'}
        </Button>
      </PageHead>
      {isInsecure(integration) && (
        <Alert color="yellow" variant="light" mb="md">
          Integration not secure: one of its URLs begins with http.
        </Alert>
      )}
      <Tabs defaultValue="details" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="details">Details</Tabs.Tab>
          <Tabs.Tab value="tokens">Access tokens</Tabs.Tab>
          <Tabs.Tab value="calls">Access log</Tabs.Tab>
          <Tabs.Tab value="handshake">Timeline</Tabs.Tab>
          <Tabs.Tab value="webhooks">Webhooks</Tabs.Tab>
          <Tabs.Tab value="signature">Signature debugger</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="details">
          <Details key={activations} integration={integration} />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <TokensTab integrationId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="calls">
          <AccessLog integrationId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="handshake">
          <Handshake id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <WebhooksTab integrationId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="signature">
          <SignatureDebugger integrationId={id} />
        </Tabs.Panel>
      </Tabs>
      {activating !== null && (
        <ActivationDialog
          integration={activating}
          onClose={() => {
            setActivating(null);
            // Secrets that are shown may be those that hold no more.
            setActivations((count) => count + 1);
          }}
        />
      )}
    </>
  );
}

const limitOf = ({ rate_limit }: Integration): string => {
  if (rate_limit === undefined || rate_limit === null) return 'As the configuration says';
  return rate_limit === 0 ? 'Any number' : `At most ${rate_limit.toLocaleString('en')}`;
};

function Details({ integration }: { integration: Integration }) {
  const { data: use } = useQuery(usageQuery(integration.id));
  return (
    <Stack>
      <Paper withBorder p="lg">
        <Title order={2} mb="sm">
          Integration Info
        </Title>
        <dl className="facts">
          <dt>Email</dt>
          <dd>{integration.email ?? '—'}</dd>
          <dt>Callback URL</dt>
          <dd>{integration.endpoint ?? '—'}</dd>
          <dt>Identity link URL</dt>
          <dd>{integration.identity_link_url ?? '—'}</dd>
          <dt>Calls in a period</dt>
          <dd>{limitOf(integration)}</dd>
          <dt>Created</dt>
          <dd>
            <Moment at={integration.created_at} />
          </dd>
          <dt>Last changed</dt>
          <dd>
            <Moment at={integration.updated_at} />
          </dd>
          <dt>Access expires</dt>
          <dd>
            <AccessEnd use={use} />
          </dd>
          <dt>Last used</dt>
          <dd>
            <Moment at={use?.last_used_at} otherwise="Never" />
          </dd>
        </dl>
      </Paper>
      <Paper withBorder p="lg">
        <Title order={2} mb="sm">
          What it may do
        </Title>
        <GrantedResources integration={integration} />
      </Paper>
      <Paper withBorder p="lg">
        <CredentialsPanel integration={integration} />
      </Paper>
    </Stack>
  );
}

const REFRESH_MILLISECONDS = 3000;

function Handshake({ id }: { id: number }) {
  const { data, error, refetch } = useQuery({
    ...handshakeQuery(id),
    refetchInterval: usePolling(REFRESH_MILLISECONDS),
  });
  if (error !== null)
    return (
      <Alert color="red">
        {sentence(error)}{' '}
        <Anchor component="button" onClick={() => void refetch()}>
          Try again
        </Anchor>
      </Alert>
    );
  return (
    <Paper withBorder p="lg">
      <Group justify="space-between" mb="md">
        <Title order={2}>What happened between this store and the application</Title>
      </Group>
      {data?.length === 0 ? (
        <Text c="dimmed" size="sm">
          Nothing yet. The steps of an activation appear here, with what went wrong where one fails.
        </Text>
      ) : (
        <HandshakeTimeline events={data ?? []} />
      )}
    </Paper>
  );
}

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { sentence } from '../../api/problem.ts';
import { HandshakeTimeline } from '../handshake-timeline.tsx';
import type { HandshakeEvent, Integration } from '../integrations.ts';
import { reasonOf } from './use-activation.ts';

const HINTS: Readonly<Record<string, string>> = {
  dns: 'Check the host name in the Callback URL.',
  refused: 'Check the port in the Callback URL, and that the application is running.',
  timeout:
    'The application may be overloaded or behind a firewall. The time-out is a setting: Stores > Configuration > OAuth.',
  certificate_untrusted:
    'The operator of the application has to get a certificate of a known authority, with its whole chain. For an authority of your own: NODE_EXTRA_CA_CERTS at this server.',
  certificate_expired:
    'The operator of the application has to renew the certificate. If it is good elsewhere, check the clock of this server.',
  certificate_host: 'Check the host name in the Callback URL.',
  certificate: 'The operator of the application has to correct its TLS certificate.',
  tls: 'The application and this server found no common way to encrypt.',
  forbidden_address: 'Private addresses are not called. A setting can allow it, for development.',
  unreachable: 'There is no way through the network to the application. A firewall may be in between.',
};

interface RefusedStageProps {
  readonly integration: Integration;
  readonly error: Error;
  readonly events: readonly HandshakeEvent[];
  readonly onRetry: () => void;
  readonly onClose: () => void;
}

/** The activation failed: why, and what to do about it. */
export function RefusedStage({ integration, error, events, onRetry, onClose }: RefusedStageProps) {
  const { reason, detail } = reasonOf(error);
  return (
    <Stack>
      <Alert color="red" role="alert" title="The activation did not get through">
        <Text size="sm">{sentence(error)}</Text>
        {detail !== null && (
          <Text size="sm" mt="xs" fw={600}>
            {detail}
          </Text>
        )}
        {reason !== null && HINTS[reason] !== undefined && (
          <Text size="sm" mt="xs">
            {HINTS[reason]}
          </Text>
        )}
        {integration.endpoint !== null && (
          <Text size="sm" mt="xs" style={{ overflowWrap: 'anywhere' }}>
            Callback URL: <code>{integration.endpoint}</code>
          </Text>
        )}
      </Alert>
      {events.length > 0 && <HandshakeTimeline events={events} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button onClick={onRetry} data-autofocus>
          Try again
        </Button>
      </Group>
    </Stack>
  );
}

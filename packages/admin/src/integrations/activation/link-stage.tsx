import { Alert, Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconCheck, IconExternalLink, IconWindow } from '@tabler/icons-react';
import { HandshakeTimeline } from '../handshake-timeline.tsx';
import type { HandshakeEvent, Integration } from '../integrations.ts';
import type { Stage } from './use-activation.ts';

interface LinkStageProps {
  readonly integration: Integration;
  readonly isAgain: boolean;
  readonly stage: Extract<Stage, { kind: 'linking' | 'linked' }>;
  readonly events: readonly HandshakeEvent[];
  readonly onOpen: () => void;
  readonly onRestart: () => void;
  readonly onClose: () => void;
}

/** While the third party fetches its tokens, and when it has. */
export function LinkStage({ integration, isAgain, stage, events, onOpen, onRestart, onClose }: LinkStageProps) {
  const isLinked = stage.kind === 'linked';
  return (
    <Stack>
      {isLinked ? (
        <Alert color="teal" variant="light" icon={<IconCheck size={18} />}>
          The integration '{integration.name}' has been {isAgain ? 're-authorized' : 'activated'}. The application has
          fetched its tokens.
        </Alert>
      ) : (
        <WindowNotice integration={integration} isAgain={isAgain} stage={stage} onOpen={onOpen} />
      )}
      <HandshakeTimeline events={events} next={isLinked ? null : nextStep(events)} />
      <Group justify="flex-end">
        {!isLinked && (
          <Button variant="default" onClick={onRestart}>
            Start again
          </Button>
        )}
        <Button onClick={onClose} variant={isLinked ? 'filled' : 'default'}>
          {isLinked ? 'Done' : 'Close'}
        </Button>
      </Group>
    </Stack>
  );
}

type NoticeProps = Pick<LinkStageProps, 'integration' | 'isAgain' | 'onOpen'> & {
  readonly stage: Extract<Stage, { kind: 'linking' }>;
};

function WindowNotice({ integration, isAgain, stage, onOpen }: NoticeProps) {
  const sent = `Integration '${integration.name}' has been sent for ${isAgain ? 're-authorization' : 'activation'}.`;
  if (stage.window === 'blocked')
    return (
      <Alert color="yellow" title="Popup Blocker is enabled! Please add this site to your exception list." role="alert">
        <Text size="sm" mb="xs">
          {sent} The window in which you sign in could not be opened.
        </Text>
        <OpenButton onOpen={onOpen} label="Open the sign-in window" address={stage.address} />
      </Alert>
    );
  if (stage.window === 'closed')
    return (
      <Alert color="yellow" title="The window was closed before the connection was complete" role="alert">
        <Text size="sm" mb="xs">
          If you had finished there, wait a moment: the steps below appear as they happen. Else open the window again.
        </Text>
        <OpenButton onOpen={onOpen} label="Open the window again" address={stage.address} />
      </Alert>
    );
  return (
    <Alert variant="light" icon={<Loader size={18} />} title={sent}>
      Please setup or sign in into your 3rd party account to complete setup of this integration.
    </Alert>
  );
}

function OpenButton({ onOpen, label, address }: { onOpen: () => void; label: string; address: string }) {
  return (
    <Group gap="md">
      <Button size="xs" leftSection={<IconWindow size={16} />} onClick={onOpen}>
        {label}
      </Button>
      <Anchor href={address} target="_blank" rel="noopener noreferrer" size="sm">
        or in a new tab <IconExternalLink size={13} aria-hidden />
      </Anchor>
    </Group>
  );
}

/** What has to happen next, in plain words. */
function nextStep(events: readonly HandshakeEvent[]): string {
  const ok = new Set(events.filter((event) => event.outcome === 'ok').map((event) => event.step));
  if (ok.has('request_token')) return 'Expected next: the application exchanges its request token for an access token.';
  if (ok.has('callback'))
    return 'Expected next: you sign in at the application, and it asks for a request token. It has five minutes for that, unless a setting says otherwise.';
  return 'Expected next: the credentials are posted to the callback URL.';
}

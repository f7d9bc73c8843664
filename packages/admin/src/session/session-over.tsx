import { Alert, Anchor, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { onSignedOut } from '../api/client.ts';
import { refresh } from '../api/refresh.ts';
import { panelPath } from '../app/place.ts';
import { useKeepSession, useSession } from './session.ts';
import { SignInForm } from './sign-in-form.tsx';

/**
 * When the session is over: signs in over the page, so that what was typed there stays.
 * @param isFound the session was looked for and is not there; else a call that was refused tells
 */
export function SessionOver({ isFound }: { isFound: boolean }) {
  const { user } = useSession();
  const [over, setOver] = useState<{ readonly reason: string | null } | null>(null);
  const keep = useKeepSession();
  const client = useQueryClient();
  useEffect(() => onSignedOut((reason) => setOver({ reason })), []);
  return (
    <Modal
      opened={over !== null || isFound}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your session has ended"
      zIndex={320}
    >
      <Stack>
        {over !== null && over.reason !== null && (
          <Alert color="red" role="alert">
            {over.reason}
          </Alert>
        )}
        <Text size="sm">Sign in again to go on where you were. What you have typed is still there.</Text>
        <SignInForm
          username={user.username}
          onSignedIn={(session) => {
            if (session.user.id !== user.id) return location.reload();
            keep(session);
            setOver(null);
            void refresh(client, { predicate: ({ queryKey }) => queryKey[0] !== 'session' });
          }}
        />
        <Anchor size="sm" href={`${panelPath}/sign-in`}>
          Sign in as somebody else
        </Anchor>
      </Stack>
    </Modal>
  );
}

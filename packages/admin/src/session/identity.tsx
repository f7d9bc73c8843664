import { Alert, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { ApiProblem, sentence } from '../api/problem.ts';
import { confirmPassword, isConfirmed, useKeepSession, useSession } from './session.ts';

interface Question {
  readonly why: string;
  readonly settle: (confirmed: boolean) => void;
}

let question: Question | null = null;
const listeners = new Set<() => void>();
const put = (next: Question | null): void => {
  question = next;
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/**
 * Makes sure that the user confirmed the password within the last minutes, asking for it where not.
 * @returns a function of what the user is about to do; resolves with false when the user would rather not
 */
export function useConfirmedIdentity(): (why: string) => Promise<boolean> {
  const session = useSession();
  return (why) => (isConfirmed(session) ? Promise.resolve(true) : new Promise((settle) => put({ why, settle })));
}

/** Asks for the current password; stands once in the shell. */
export function IdentityDialog() {
  const asked = useSyncExternalStore(subscribe, () => question);
  return (
    <Modal
      opened={asked !== null}
      onClose={() => {
        asked?.settle(false);
        put(null);
      }}
      title="Current User Identity Verification"
      zIndex={310}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {asked !== null && <IdentityForm question={asked} />}
    </Modal>
  );
}

function IdentityForm({ question: { why, settle } }: { question: Question }) {
  const [password, setPassword] = useState('');
  const keep = useKeepSession();
  const confirm = useMutation({
    mutationFn: () => confirmPassword(password),
    onSuccess: (session) => {
      keep(session);
      put(null);
      settle(true);
    },
  });
  const refused = confirm.error instanceof ApiProblem ? confirm.error.message : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <Stack>
        <Text size="sm">{why} Your password is asked for, since this changes who may do what.</Text>
        {confirm.error !== null && refused === null && <Alert color="red">{sentence(confirm.error)}</Alert>}
        <PasswordInput
          data-autofocus
          required
          label="Your Password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={refused}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={confirm.isPending} disabled={password === ''}>
            Confirm
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

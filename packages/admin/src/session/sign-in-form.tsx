import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem, sentence } from '../api/problem.ts';
import { type Session, signIn } from './session.ts';

interface SignInFormProps {
  readonly username?: string;
  readonly onSignedIn: (session: Session) => void;
}

/** Whether the server asks for the code of the second factor. */
const wantsCode = (error: unknown): boolean => error instanceof ApiProblem && error.fields['otp'] !== undefined;

export function SignInForm({ username: known = '', onSignedIn }: SignInFormProps) {
  const [username, setUsername] = useState(known);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const enter = useMutation({
    mutationFn: () => signIn({ username: username.trim(), password, ...(asksCode ? { otp: code.trim() } : {}) }),
    onSuccess: onSignedIn,
    onError: (error) => {
      if (wantsCode(error)) setAsksCode(true);
      else if (error instanceof ApiProblem) field.current?.select();
    },
  });
  const asksNow = wantsCode(enter.error) && code === '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate();
      }}
    >
      <Stack gap="sm">
        {enter.error !== null && !asksNow && (
          <Alert color="red" role="alert">
            {sentence(enter.error)}
          </Alert>
        )}
        <TextInput
          label="Username"
          name="username"
          required
          withAsterisk={false}
          autoFocus={known === ''}
          autoComplete="username"
          autoCapitalize="none"
          readOnly={known !== ''}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordInput
          ref={field}
          label="Password"
          name="password"
          required
          withAsterisk={false}
          autoFocus={known !== ''}
          data-autofocus={known !== '' || undefined}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        {asksCode && (
          <TextInput
            label="Authenticator code"
            description="The six digits that your authenticator app shows, or one of your recovery codes."
            name="otp"
            required
            withAsterisk={false}
            autoFocus
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        <Button type="submit" loading={enter.isPending} fullWidth mt="xs">
          Sign in
        </Button>
      </Stack>
    </form>
  );
}

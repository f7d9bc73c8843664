import { Button, Group, Paper, PasswordInput, Stack, Title } from '@mantine/core';
import { putTo } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { FormFailure } from '../ui/form-failure.tsx';
import { say } from '../ui/toasts.tsx';
import { FieldProblem, required, useApiForm, wrong } from '../ui/use-api-form.ts';
import { passwordProblem } from '../users/user-form.ts';

const EMPTY = { currentPassword: '', password: '', again: '' };
const eye = { 'aria-label': 'Show the password' };

async function changePassword({ currentPassword, password }: typeof EMPTY): Promise<boolean> {
  try {
    return await putTo('/V1/session/password', { currentPassword, password });
  } catch (error) {
    if (error instanceof ApiProblem && /entered for the current user/.test(error.message))
      throw new FieldProblem('currentPassword', error.message);
    if (error instanceof ApiProblem && /^Your password must/.test(error.message))
      throw new FieldProblem('password', error.message);
    throw error;
  }
}

export function OwnPassword() {
  const form = useApiForm({
    initial: EMPTY,
    check: (values) =>
      wrong<typeof EMPTY>({
        currentPassword: required(values.currentPassword),
        password: required(values.password) ?? passwordProblem(values.password),
        again: values.password === values.again ? undefined : 'Your password confirmation must match your password.',
      }),
  });
  const change = async (): Promise<void> => {
    if ((await form.send(changePassword)) === null) return;
    form.reset(EMPTY);
    say('Your password has been changed. Your other sessions were ended.');
  };
  return (
    <Paper withBorder p="lg" component="section" aria-label="Password">
      <Title order={2} mb="md">
        Password
      </Title>
      <form
        ref={form.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void change();
        }}
      >
        <Stack maw={420}>
          <FormFailure failure={form.failure} />
          <PasswordInput
            label="Your Password"
            required
            autoComplete="current-password"
            visibilityToggleButtonProps={eye}
            {...form.text('currentPassword')}
          />
          <PasswordInput
            label="New Password"
            description="At least 7 characters, with letters and digits."
            required
            autoComplete="new-password"
            visibilityToggleButtonProps={eye}
            {...form.text('password')}
          />
          <PasswordInput
            label="Password Confirmation"
            required
            autoComplete="new-password"
            visibilityToggleButtonProps={eye}
            {...form.text('again')}
          />
          <Group>
            <Button type="submit" loading={form.isSending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

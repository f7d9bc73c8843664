import { PasswordInput, Text } from '@mantine/core';
import { ApiProblem } from '../api/problem.ts';
import { FieldProblem } from '../ui/use-api-form.ts';
import { confirmPassword, isConfirmed, useKeepSession, useSession } from './session.ts';

/** Confirms the password that a form asks for, so that a wrong one is said beside its field. */
export function useConfirmPassword(): {
  readonly isNeeded: boolean;
  readonly run: (password: string) => Promise<void>;
} {
  const session = useSession();
  const keep = useKeepSession();
  const isNeeded = !isConfirmed(session);
  return {
    isNeeded,
    run: async (password) => {
      if (!isNeeded && password === '') return;
      try {
        keep(await confirmPassword(password));
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 400)
          throw new FieldProblem('current_password', error.message);
        throw error;
      }
    },
  };
}

interface CurrentPasswordProps {
  readonly value: string;
  readonly error?: string | undefined;
  readonly isNeeded: boolean;
  readonly onChange: (event: React.ChangeEvent<HTMLInputElement>) => void;
}

/** "Current User Identity Verification" of Magento's forms. */
export function CurrentPassword({ value, error, isNeeded, onChange }: CurrentPasswordProps) {
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <Text component="legend" fw={600} mb="xs">
        Current User Identity Verification
      </Text>
      {isNeeded ? (
        <PasswordInput
          label="Your Password"
          name="current_password"
          required
          autoComplete="current-password"
          value={value}
          error={error}
          onChange={onChange}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
      ) : (
        <Text size="sm" c="dimmed">
          You confirmed your password a moment ago, so it is not asked for again.
        </Text>
      )}
    </fieldset>
  );
}

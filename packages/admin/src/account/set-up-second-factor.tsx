import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { encode } from 'uqr';
import { ApiProblem } from '../api/problem.ts';
import { CopyValue } from '../ui/copy-value.tsx';
import { FormFailure } from '../ui/form-failure.tsx';
import { FieldProblem, required, useApiForm, wrong } from '../ui/use-api-form.ts';
import { activateSecondFactor, type Setup } from './second-factor.ts';

interface SetUpProps {
  readonly setup: Setup;
  readonly onActive: (recoveryCodes: readonly string[]) => void;
  readonly onCancel: () => void;
}

async function activate({ otp }: { otp: string }): Promise<string[]> {
  try {
    return await activateSecondFactor(otp.replace(/\s/g, ''));
  } catch (error) {
    if (error instanceof ApiProblem && error.message === 'Invalid code.')
      throw new FieldProblem('otp', 'Invalid code. Is the clock of your phone right?');
    throw error;
  }
}

/** Shows the QR code and takes the first code. */
export function SetUpSecondFactor({ setup, onActive, onCancel }: SetUpProps) {
  const form = useApiForm({
    initial: { otp: '' },
    check: (values) => wrong<{ otp: string }>({ otp: required(values.otp) }),
  });
  const send = async (): Promise<void> => {
    const codes = await form.send(activate);
    if (codes !== null) onActive(codes);
  };
  return (
    <form
      ref={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Group align="flex-start" gap="xl">
        <QrCode text={setup.uri} />
        <Stack maw={420} style={{ flex: 1, minWidth: 260 }}>
          <FormFailure failure={form.failure} />
          <Text size="sm">
            Scan the code with an authenticator app (Google Authenticator, Aegis, 1Password…), then enter the six digits
            that it shows.
          </Text>
          <CopyValue label="Or type this secret into the app" value={setup.secret} />
          <TextInput
            label="Authenticator code"
            required
            autoFocus
            inputMode="numeric"
            autoComplete="one-time-code"
            {...form.text('otp')}
          />
          <Group>
            <Button type="submit" loading={form.isSending}>
              Turn on
            </Button>
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </Group>
    </form>
  );
}

/** Dark on light in both colour schemes, since not every camera reads it the other way round. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 3 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      width={220}
      height={220}
      role="img"
      aria-label="QR code for your authenticator app"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={squares.join('')} fill="#000" />
    </svg>
  );
}

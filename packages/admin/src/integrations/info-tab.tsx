import { Box, Stack, Text, TextInput } from '@mantine/core';
import { CurrentPassword } from '../session/password-field.tsx';
import type { useApiForm } from '../ui/use-api-form.ts';
import { CredentialsPanel } from './credentials-panel.tsx';
import type { IntegrationForm } from './integration-form.ts';
import type { Integration } from './integrations.ts';
import { RateLimitField } from './rate-limit-field.tsx';

interface InfoTabProps {
  readonly form: ReturnType<typeof useApiForm<IntegrationForm>>;
  readonly integration: Integration | null;
  readonly isReadOnly: boolean;
  readonly needsPassword: boolean;
}

const isPlainHttp = (url: string): boolean => /^http:/i.test(url.trim());
const insecure = (url: string): string | undefined =>
  isPlainHttp(url)
    ? 'Not secure: what is sent there can be read on its way. Use https:// outside of your own machine.'
    : undefined;

/** The tab "Integration Info". */
export function InfoTab({ form, integration, isReadOnly, needsPassword }: InfoTabProps) {
  const { endpoint, identity_link_url } = form.values;
  return (
    <Stack gap="xl">
      <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
        <Text component="legend" fw={600} mb="xs">
          General
        </Text>
        <Stack gap="md" maw={560}>
          <TextInput
            label="Name"
            required
            readOnly={isReadOnly}
            autoFocus={integration === null}
            {...form.text('name')}
          />
          <TextInput label="Email" type="email" inputMode="email" readOnly={isReadOnly} {...form.text('email')} />
          <TextInput
            label="Callback URL"
            description="Where the credentials are sent when the integration is activated. https is recommended."
            placeholder="https://"
            inputMode="url"
            readOnly={isReadOnly}
            {...form.text('endpoint')}
            inputContainer={(input) => <WithWarning warning={insecure(endpoint)}>{input}</WithWarning>}
          />
          <TextInput
            label="Identity link URL"
            description="Where you sign in at the third party to link the two accounts. Leave both URLs empty to get the tokens shown instead."
            placeholder="https://"
            inputMode="url"
            readOnly={isReadOnly}
            {...form.text('identity_link_url')}
            inputContainer={(input) => <WithWarning warning={insecure(identity_link_url)}>{input}</WithWarning>}
          />
          <RateLimitField form={form} isReadOnly={isReadOnly} />
        </Stack>
      </fieldset>
      {!isReadOnly && (
        <Box maw={560}>
          <CurrentPassword
            value={form.values.current_password}
            error={form.errors.current_password}
            isNeeded={needsPassword}
            onChange={(event) => form.set('current_password', event.currentTarget.value)}
          />
        </Box>
      )}
      {integration !== null && <CredentialsPanel integration={integration} />}
    </Stack>
  );
}

function WithWarning({ warning, children }: { warning: string | undefined; children: React.ReactNode }) {
  return (
    <>
      {children}
      {warning !== undefined && (
        <Text size="xs" mt={4} className="warning">
          {warning}
        </Text>
      )}
    </>
  );
}

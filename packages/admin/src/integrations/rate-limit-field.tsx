import { Anchor, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../session/session.ts';
import { GLOBAL, valueQuery } from '../settings/settings.ts';
import type { useApiForm } from '../ui/use-api-form.ts';
import type { IntegrationForm } from './integration-form.ts';

interface RateLimitFieldProps {
  readonly form: ReturnType<typeof useApiForm<IntegrationForm>>;
  readonly isReadOnly: boolean;
}

/** How often an integration may call; says so where the store counts no calls. */
export function RateLimitField({ form, isReadOnly }: RateLimitFieldProps) {
  const may = useMay()('Magento_Config::config');
  const { data } = useQuery({ ...valueQuery('webapi/rate_limit/enabled', GLOBAL), enabled: may });
  const isIdle = data?.value === '0' && Number(form.values.rate_limit) > 0;
  return (
    <>
      <TextInput
        label="Calls in a Period"
        description="A rate limit of its own; 0 for any number, empty for what the configuration says."
        inputMode="numeric"
        readOnly={isReadOnly}
        {...form.text('rate_limit')}
      />
      {isIdle && (
        <Text size="xs" mt={-12} className="warning" role="status">
          Without effect: rate limits are switched off in{' '}
          <Anchor component={Link} to="/configuration" search={{ section: 'webapi' } as never} size="xs">
            Configuration › Web API › Rate limit
          </Anchor>
          .
        </Text>
      )}
    </>
  );
}

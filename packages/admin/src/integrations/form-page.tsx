import { Alert, Button, Group, Paper, Tabs, VisuallyHidden } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { refresh } from '../api/refresh.ts';
import { ResourcePicker } from '../resource-tree/resource-picker.tsx';
import { useConfirmPassword } from '../session/password-field.tsx';
import { FormFailure } from '../ui/form-failure.tsx';
import { LeaveGuard } from '../ui/leave-guard.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { say } from '../ui/toasts.tsx';
import { FieldProblem, isGone, useApiForm } from '../ui/use-api-form.ts';
import { ActivationDialog } from './activation/activation-dialog.tsx';
import { InfoTab } from './info-tab.tsx';
import { checkForm, draftOf, EMPTY_FORM, formOf, type IntegrationForm } from './integration-form.ts';
import {
  createIntegration,
  type Integration,
  integrationQuery,
  integrationsKey,
  isDeclared,
  updateIntegration,
} from './integrations.ts';

export function NewIntegrationPage() {
  return <FormPage integration={null} />;
}

export function EditIntegrationPage() {
  const { id } = useParams({ strict: false });
  const { data } = useSuspenseQuery(integrationQuery(Number(id)));
  return <FormPage key={data.id} integration={data} />;
}

/** A name that is taken is said beside it; the message itself names no field. */
function besideName(error: unknown): never {
  if (error instanceof ApiProblem && error.body.message === 'The integration with name "%1" exists.')
    throw new FieldProblem('name', error.message);
  throw error;
}

const INFO_FIELDS = new Set(['name', 'email', 'endpoint', 'identity_link_url', 'rate_limit', 'current_password']);

function titleOf(integration: Integration | null): string {
  if (integration === null) return 'New Integration';
  return `${isDeclared(integration) ? 'View' : 'Edit'} "${integration.name}" Integration`;
}

/** The form for a new integration, and for one that is there. */
function FormPage({ integration }: { integration: Integration | null }) {
  const [tab, setTab] = useState<string | null>('info');
  const [activating, setActivating] = useState<Integration | null>(null);
  const navigate = useNavigate();
  const client = useQueryClient();
  const confirm = useConfirmPassword();
  const form = useApiForm<IntegrationForm>({
    initial: integration === null ? EMPTY_FORM : formOf(integration),
    check: (values) => checkForm(values, !confirm.isNeeded),
  });
  const isFixed = integration !== null && isDeclared(integration);

  const save = async (activate: boolean): Promise<void> => {
    const saved = await form.send(async (values) => {
      await confirm.run(values.current_password);
      const draft = draftOf(values);
      return (integration === null ? createIntegration(draft) : updateIntegration(integration.id, draft)).catch(
        besideName,
      );
    });
    if (saved === null) {
      // Whatever is wrong there has to be seen.
      if (Object.keys(checkForm(form.values, !confirm.isNeeded)).some((name) => INFO_FIELDS.has(name))) setTab('info');
      return;
    }
    say(`The integration '${saved.name}' has been saved.`);
    void refresh(client, { queryKey: integrationsKey });
    if (activate) setActivating(saved);
    else await navigate({ to: '/integrations', ignoreBlocker: true });
  };

  return (
    <form
      ref={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(false);
      }}
    >
      <PageHead title={titleOf(integration)} parent={{ label: 'Integrations', to: '/integrations' }}>
        <Button variant="default" onClick={() => void navigate({ to: '/integrations' })}>
          Back
        </Button>
        {!isFixed && (
          <Button type="submit" variant={integration === null ? 'default' : 'filled'} loading={form.isSending}>
            Save
          </Button>
        )}
        {integration === null && (
          <Button onClick={() => void save(true)} loading={form.isSending}>
            Save &amp; Activate
          </Button>
        )}
      </PageHead>
      {isFixed && (
        <Alert mb="md">
          A module declares this integration, so it cannot be changed here. Uninstall the extension to remove
          integration '{integration.name}'.
        </Alert>
      )}
      {isGone(form.failure) ? (
        <Gone failure={form.failure} onAnew={() => void navigate({ to: '/integrations/new', ignoreBlocker: true })} />
      ) : (
        <FormFailure failure={form.failure} />
      )}
      <Paper withBorder p={{ base: 'sm', sm: 'lg' }}>
        <Tabs value={tab} onChange={setTab} keepMounted>
          <Tabs.List mb="lg">
            <Tabs.Tab value="info">
              Integration Info
              {Object.keys(form.errors).some((name) => INFO_FIELDS.has(name)) && (
                <VisuallyHidden> (has errors)</VisuallyHidden>
              )}
            </Tabs.Tab>
            <Tabs.Tab value="api">API</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="info">
            <InfoTab form={form} integration={integration} isReadOnly={isFixed} needsPassword={confirm.isNeeded} />
          </Tabs.Panel>
          <Tabs.Panel value="api">
            <ResourcePicker
              value={form.values.access}
              isReadOnly={isFixed}
              onChange={(access) => form.set('access', access)}
              error={form.errors.access}
            />
          </Tabs.Panel>
        </Tabs>
      </Paper>
      <LeaveGuard when={form.isChanged && activating === null} />
      {activating !== null && (
        <ActivationDialog
          integration={activating}
          onClose={() =>
            void navigate({ to: '/integrations/$id', params: { id: String(activating.id) }, ignoreBlocker: true })
          }
        />
      )}
    </form>
  );
}

/** The integration was deleted while the form was open: what was typed can still be copied. */
function Gone({ failure, onAnew }: { failure: Error | null; onAnew: () => void }) {
  return (
    <Alert
      color="red"
      role="alert"
      mb="md"
      title={failure instanceof ApiProblem ? failure.message : 'The integration is gone'}
    >
      Somebody deleted it while you were editing. What you typed is still below, so that you can copy it.
      <Group mt="xs">
        <Button size="compact-sm" variant="default" onClick={onAnew}>
          Start a new integration
        </Button>
      </Group>
    </Alert>
  );
}

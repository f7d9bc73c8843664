import { Button, Paper, Stack, TextInput, Title } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { refresh } from '../api/refresh.ts';
import { type Granted, ResourcePicker } from '../resource-tree/resource-picker.tsx';
import { CurrentPassword, useConfirmPassword } from '../session/password-field.tsx';
import { useSession } from '../session/session.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { FormFailure } from '../ui/form-failure.tsx';
import { LeaveGuard } from '../ui/leave-guard.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { say } from '../ui/toasts.tsx';
import { useAction } from '../ui/use-action.ts';
import { atMost, required, useApiForm, wrong } from '../ui/use-api-form.ts';
import { createRole, deleteRole, type Role, roleQuery, rolesKey, updateRole } from './roles.ts';

interface RoleForm {
  name: string;
  current_password: string;
  access: Granted;
}
const LONGEST = 50;

export function NewRolePage() {
  return <FormPage saved={null} />;
}
export function EditRolePage() {
  const { id } = useParams({ strict: false });
  const { data } = useSuspenseQuery(roleQuery(Number(id)));
  return <FormPage key={data.id} saved={data} />;
}

function FormPage({ saved: role }: { saved: Role | null }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { user } = useSession();
  const confirm = useConfirmPassword();
  const form = useApiForm<RoleForm>({
    initial: {
      name: role?.name ?? '',
      current_password: '',
      access: {
        all_resources: role?.all_resources ?? false,
        resources: role === null || role.all_resources ? [] : role.resources,
      },
    },
    check: (values) =>
      wrong<RoleForm>({
        name: required(values.name) ?? atMost(values.name.trim(), LONGEST),
        current_password: confirm.isNeeded ? required(values.current_password) : undefined,
      }),
  });
  const toList = () => navigate({ to: '/roles', ignoreBlocker: true });
  const save = async (): Promise<void> => {
    const saved = await form.send(async ({ name, current_password, access }) => {
      await confirm.run(current_password);
      const draft = { name: name.trim(), ...access };
      return role === null ? createRole(draft) : updateRole(role.id, draft);
    });
    if (saved === null) return;
    say('You saved the role.');
    void refresh(client, { queryKey: rolesKey });
    if (saved.id === user.role_id) void refresh(client, { queryKey: ['session'] });
    await toList();
  };
  const remove = useAction({
    confirmed: `You are about to delete the role '${role?.name ?? ''}'.`,
    run: async () => {
      if (role !== null) await deleteRole(role.id);
      await toList();
    },
    done: () => 'You deleted the role.',
    changes: [rolesKey],
  });
  return (
    <form
      ref={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <PageHead title={role?.name ?? 'New Role'} parent={{ label: 'User Roles', to: '/roles' }}>
        {role !== null && (
          <ConfirmButton
            title="Delete the role?"
            verb="Delete"
            question={`Are you sure you want to delete the role '${role.name}'? Users who have it may do nothing until they get another.`}
            onConfirm={() => remove.mutateAsync().catch(() => {})}
          >
            Delete Role
          </ConfirmButton>
        )}
        <Button type="submit" loading={form.isSending}>
          Save Role
        </Button>
      </PageHead>
      <FormFailure failure={form.failure} />
      <Stack>
        <Paper withBorder p="lg">
          <Stack maw={480}>
            <TextInput label="Role Name" required autoFocus={role === null} {...form.text('name')} />
            <CurrentPassword
              value={form.values.current_password}
              error={form.errors.current_password}
              isNeeded={confirm.isNeeded}
              onChange={(event) => form.set('current_password', event.currentTarget.value)}
            />
          </Stack>
        </Paper>
        <Paper withBorder p="lg">
          <Title order={2} mb="md">
            Role Resources
          </Title>
          <ResourcePicker value={form.values.access} onChange={(access) => form.set('access', access)} />
        </Paper>
      </Stack>
      <LeaveGuard when={form.isChanged} />
    </form>
  );
}

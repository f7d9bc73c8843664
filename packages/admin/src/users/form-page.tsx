import { Button, NativeSelect, Paper, PasswordInput, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { resetSecondFactor } from '../account/second-factor.ts';
import { refresh } from '../api/refresh.ts';
import { findRoles, rolesKey } from '../roles/roles.ts';
import { CurrentPassword, useConfirmPassword } from '../session/password-field.tsx';
import { useMay, useSession } from '../session/session.ts';
import { AccountTokens } from '../tokens/account-tokens.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { FormFailure } from '../ui/form-failure.tsx';
import { LeaveGuard } from '../ui/leave-guard.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { say } from '../ui/toasts.tsx';
import { useAction } from '../ui/use-action.ts';
import { useApiForm } from '../ui/use-api-form.ts';
import { checkUser, draftOf, formOf, type UserForm } from './user-form.ts';
import { type AdminUser, createUser, deleteUser, forceUserSignIn, updateUser, userQuery, usersKey } from './users.ts';

export function NewUserPage() {
  return <FormPage user={null} />;
}
export function EditUserPage() {
  const { id } = useParams({ strict: false });
  const { data } = useSuspenseQuery(userQuery(Number(id)));
  return <FormPage key={data.id} user={data} />;
}

function FormPage({ user }: { user: AdminUser | null }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const confirm = useConfirmPassword();
  const form = useApiForm<UserForm>({
    initial: formOf(user),
    check: (values) => checkUser(values, user === null, confirm.isNeeded),
  });
  const save = async (): Promise<void> => {
    const saved = await form.send(async (values) => {
      await confirm.run(values.current_password);
      return user === null ? createUser(draftOf(values)) : updateUser(user.id, draftOf(values));
    });
    if (saved === null) return;
    say('You saved the user.');
    void refresh(client, { queryKey: usersKey });
    await navigate({ to: '/users', ignoreBlocker: true });
  };
  return (
    <form
      ref={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <PageHead
        title={user === null ? 'New User' : `${user.firstname} ${user.lastname}`}
        parent={{ label: 'Users', to: '/users' }}
      >
        {user !== null && <UserActions user={user} />}
        <Button type="submit" loading={form.isSending}>
          Save User
        </Button>
      </PageHead>
      <FormFailure failure={form.failure} />
      <Paper withBorder p="lg">
        <Stack maw={480} gap="md">
          <TextInput
            label="User Name"
            required
            autoComplete="off"
            autoFocus={user === null}
            {...form.text('username')}
          />
          <TextInput label="First Name" required {...form.text('firstname')} />
          <TextInput label="Last Name" required {...form.text('lastname')} />
          <TextInput label="Email" type="email" required {...form.text('email')} />
          <RoleField form={form} />
          <PasswordInput
            label={user === null ? 'Password' : 'New Password'}
            description={
              user === null
                ? 'At least 7 characters, with letters and digits.'
                : 'Leave it empty to keep the old one. A new one signs the user out everywhere.'
            }
            required={user === null}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            {...form.text('password')}
          />
          <PasswordInput
            label="Password Confirmation"
            required={user === null}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password confirmation' }}
            {...form.text('password_again')}
          />
          <Switch
            label="This account is active"
            checked={form.values.is_active}
            onChange={(event) => form.set('is_active', event.currentTarget.checked)}
          />
          <CurrentPassword
            value={form.values.current_password}
            error={form.errors.current_password}
            isNeeded={confirm.isNeeded}
            onChange={(event) => form.set('current_password', event.currentTarget.value)}
          />
        </Stack>
      </Paper>
      {user !== null && <AccountTokens account={`/V1/adminUsers/${user.id}`} isConfirmed />}
      <LeaveGuard when={form.isChanged} />
    </form>
  );
}

function RoleField({ form }: { form: ReturnType<typeof useApiForm<UserForm>> }) {
  const may = useMay()('Magento_User::acl_roles');
  const { data } = useQuery({
    queryKey: [...rolesKey, 'all'],
    queryFn: ({ signal }) => findRoles({}, signal),
    enabled: may,
  });
  if (!may)
    return (
      <TextInput
        label="User Role"
        description="ID of the role."
        required
        inputMode="numeric"
        {...form.text('role_id')}
      />
    );
  const roles = (data?.items ?? []).map((role) => ({ value: String(role.id), label: role.name }));
  return (
    <NativeSelect
      label="User Role"
      required
      data={[{ value: '', label: 'Choose a role…' }, ...roles]}
      {...form.text('role_id')}
    />
  );
}

function UserActions({ user }: { user: AdminUser }) {
  const navigate = useNavigate();
  const own = useSession().user.id === user.id;
  const force = useAction({
    confirmed: `You are about to end all sessions and tokens of '${user.username}'.`,
    run: () => forceUserSignIn(user.id),
    done: () => "You have revoked the user's tokens.",
    changes: [usersKey],
  });
  const remove = useAction({
    confirmed: `You are about to delete the user '${user.username}'.`,
    run: async () => {
      await deleteUser(user.id);
      await navigate({ to: '/users', ignoreBlocker: true });
    },
    done: () => 'You deleted the user.',
    changes: [usersKey],
  });
  const may = useMay();
  const reset = useAction({
    confirmed: `You are about to reset the second factor of '${user.username}'.`,
    run: () => resetSecondFactor(user.id),
    done: () => `The second factor of '${user.username}' is off: the password alone signs in.`,
    changes: [usersKey],
  });
  if (own) return null;
  return (
    <>
      {may('Magento_TwoFactorAuth::tfa') && (
        <ConfirmButton
          title="Reset the second factor?"
          verb="Reset"
          question="For a user who has lost the phone and the recovery codes: the password alone signs in until a new one is set up."
          onConfirm={() => reset.mutateAsync().catch(() => {})}
        >
          Reset 2FA
        </ConfirmButton>
      )}
      <ConfirmButton
        title="Delete the user?"
        verb="Delete"
        question={`Are you sure you want to delete the user '${user.username}'?`}
        onConfirm={() => remove.mutateAsync().catch(() => {})}
      >
        Delete User
      </ConfirmButton>
      <ConfirmButton
        title="Force Sign-In?"
        verb="Force Sign-In"
        question="All sessions and tokens of this user end at once; signing in again is possible."
        onConfirm={() => force.mutateAsync().catch(() => {})}
      >
        Force Sign-In
      </ConfirmButton>
    </>
  );
}

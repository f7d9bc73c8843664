import { Anchor, Badge, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { findRoles, rolesKey } from '../roles/roles.ts';
import { useMay } from '../session/session.ts';
import { DataGrid } from '../ui/data-grid.tsx';
import type { Column } from '../ui/grid-column.ts';
import { Moment } from '../ui/moment.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { type AdminUser, findUsers, usersKey } from './users.ts';

/** System › Permissions › All Users. */
export function UsersPage() {
  const may = useMay();
  const { data: roles } = useQuery({
    queryKey: [...rolesKey, 'all'],
    queryFn: ({ signal }) => findRoles({}, signal),
    enabled: may('Magento_User::acl_roles'),
  });
  const roleName = (id: number | null): string =>
    id === null ? 'None' : (roles?.items.find((role) => role.id === id)?.name ?? `#${id}`);
  const columns: readonly Column<AdminUser>[] = [
    {
      name: 'username',
      label: 'User Name',
      sorts: true,
      filter: 'text',
      show: (user) => (
        <Anchor component={Link} to={`/users/${user.id}`} size="sm" fw={550}>
          {user.username}
        </Anchor>
      ),
    },
    { name: 'firstname', label: 'First Name', sorts: true, filter: 'text', show: (user) => user.firstname },
    { name: 'lastname', label: 'Last Name', sorts: true, filter: 'text', show: (user) => user.lastname },
    { name: 'email', label: 'Email', sorts: true, filter: 'text', show: (user) => user.email },
    { name: 'role_id', label: 'Role', show: (user) => roleName(user.role_id) },
    {
      name: 'is_active',
      label: 'Status',
      sorts: true,
      filter: [
        { value: '1', label: 'Active' },
        { value: '0', label: 'Inactive' },
      ],
      show: (user) => (
        <Badge variant="light" tt="none" color={user.is_active === 1 ? 'teal' : 'gray'}>
          {user.is_active === 1 ? 'Active' : 'Inactive'}
        </Badge>
      ),
    },
    {
      name: 'signed_in_at',
      label: 'Last sign-in',
      sorts: true,
      show: (user) => <Moment at={user.signed_in_at} otherwise="Never" />,
    },
  ];
  return (
    <>
      <PageHead title="Users" about="People who administer this store.">
        <Button component={Link} to="/users/new" leftSection={<IconPlus size={17} />}>
          Add New User
        </Button>
      </PageHead>
      <DataGrid
        name="Users"
        queryKey={[...usersKey, 'list']}
        load={findUsers}
        columns={columns}
        keyOf={(user) => user.id}
        defaultSort="username"
      />
    </>
  );
}

import { Anchor, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { DataGrid } from '../ui/data-grid.tsx';
import type { Column } from '../ui/grid-column.ts';
import { Moment } from '../ui/moment.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { findRoles, type Role, rolesKey } from './roles.ts';

const columns: readonly Column<Role>[] = [
  { name: 'id', label: 'ID', sorts: true, show: (role) => role.id },
  {
    name: 'name',
    label: 'Role',
    sorts: true,
    filter: 'text',
    wide: true,
    show: (role) => (
      <Anchor component={Link} to={`/roles/${role.id}`} size="sm" fw={550}>
        {role.name}
      </Anchor>
    ),
  },
  {
    name: 'resources',
    label: 'Resources',
    show: (role) => (role.all_resources ? 'All' : `${role.resources.length} chosen`),
  },
  { name: 'updated_at', label: 'Changed', sorts: true, show: (role) => <Moment at={role.updated_at} /> },
];

/** System › Permissions › User Roles. */
export function RolesPage() {
  return (
    <>
      <PageHead title="User Roles" about="What admin users may see and do. A change holds at once.">
        <Button component={Link} to="/roles/new" leftSection={<IconPlus size={17} />}>
          Add New Role
        </Button>
      </PageHead>
      <DataGrid
        name="User Roles"
        queryKey={[...rolesKey, 'list']}
        load={findRoles}
        columns={columns}
        keyOf={(role) => role.id}
        defaultSort="id"
      />
    </>
  );
}

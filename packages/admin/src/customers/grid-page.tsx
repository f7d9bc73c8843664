import { Anchor, Button } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../session/session.ts';
import { DataGrid } from '../ui/data-grid.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { Column } from '../ui/grid-column.ts';
import { Moment } from '../ui/moment.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { type Customer, customersKey, findCustomers, groupsQuery } from './customers.ts';

/** Customers › All Customers. */
export function CustomersPage() {
  const may = useMay();
  const { data: groups } = useQuery({ ...groupsQuery, enabled: may('Magento_Customer::group') });
  const groupOptions = (groups?.items ?? []).map((group) => ({ value: String(group.id), label: group.code }));
  const columns: readonly Column<Customer>[] = [
    { name: 'entity_id', label: 'ID', sorts: true, show: (customer) => customer.id },
    {
      name: 'firstname',
      label: 'First Name',
      sorts: true,
      filter: 'text',
      show: (customer) => <To customer={customer}>{customer.firstname}</To>,
    },
    {
      name: 'lastname',
      label: 'Last Name',
      sorts: true,
      filter: 'text',
      show: (customer) => <To customer={customer}>{customer.lastname}</To>,
    },
    { name: 'email', label: 'Email', sorts: true, filter: 'text', wide: true, show: (customer) => customer.email },
    {
      name: 'group_id',
      label: 'Group',
      sorts: true,
      ...(groupOptions.length > 0 ? { filter: groupOptions } : {}),
      show: (customer) =>
        groupOptions.find((group) => group.value === String(customer.group_id))?.label ?? customer.group_id,
    },
    {
      name: 'created_at',
      label: 'Customer Since',
      sorts: true,
      show: (customer) => <Moment at={customer.created_at} />,
    },
  ];
  const add = may('Magento_Customer::manage') ? (
    <Button component={Link} to="/customers/new" leftSection={<IconPlus size={17} />}>
      Add New Customer
    </Button>
  ) : null;
  return (
    <>
      <PageHead title="Customers">{add}</PageHead>
      <DataGrid
        name="Customers"
        queryKey={[...customersKey, 'list']}
        load={findCustomers}
        columns={columns}
        keyOf={(customer) => customer.id}
        defaultSort="entity_id"
        empty={
          <EmptyState icon={<IconUsers size={40} stroke={1.4} />} title="No customer yet" action={add}>
            Customers appear here when they register, when an integration creates them, or when you add one.
          </EmptyState>
        }
      />
    </>
  );
}

function To({ customer, children }: { customer: Customer; children: string }) {
  return (
    <Anchor component={Link} to={`/customers/${customer.id}`} size="sm">
      {children}
    </Anchor>
  );
}

import { Button, Modal, Group as Row, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteAt, postTo, putTo } from '../api/client.ts';
import { refresh } from '../api/refresh.ts';
import { findGroups, type Group, groupsKey } from '../customers/customers.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { DataGrid } from '../ui/data-grid.tsx';
import { FormFailure } from '../ui/form-failure.tsx';
import type { Column } from '../ui/grid-column.ts';
import { PageHead } from '../ui/page-head.tsx';
import { say } from '../ui/toasts.tsx';
import { useAction } from '../ui/use-action.ts';
import { atMost, required, useApiForm, wrong } from '../ui/use-api-form.ts';

const columns: readonly Column<Group>[] = [
  { name: 'id', label: 'ID', sorts: true, show: (group) => group.id },
  { name: 'code', label: 'Group', sorts: true, filter: 'text', wide: true, show: (group) => group.code },
  { name: 'tax_class_id', label: 'Tax Class', show: (group) => group.tax_class_name ?? group.tax_class_id },
];

/** Customers › Customer Groups. */
export function GroupsPage() {
  const [editing, setEditing] = useState<Group | 'new' | null>(null);
  const remove = useAction<Group>({
    run: ({ id }) => deleteAt(`/V1/customerGroups/${id}`),
    done: () => 'You deleted the customer group.',
    changes: [groupsKey],
  });
  return (
    <>
      <PageHead title="Customer Groups" about="Groups decide on taxes and prices.">
        <Button leftSection={<IconPlus size={17} />} onClick={() => setEditing('new')}>
          Add New Customer Group
        </Button>
      </PageHead>
      <DataGrid
        name="Customer Groups"
        queryKey={[...groupsKey, 'list']}
        load={findGroups}
        columns={columns}
        keyOf={(group) => group.id ?? -1}
        defaultSort="id"
        actions={(group) => (
          <Row gap={6} wrap="nowrap">
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setEditing(group)}
              aria-label={`Edit ${group.code}`}
            >
              Edit
            </Button>
            {group.id !== 0 && (
              <ConfirmButton
                size="compact-sm"
                aria-label={`Delete ${group.code}`}
                title="Delete the group?"
                verb="Delete"
                question={`Are you sure you want to delete the group '${group.code}'? Its customers move to the default group.`}
                onConfirm={() => remove.mutateAsync(group).catch(() => {})}
              >
                Delete
              </ConfirmButton>
            )}
          </Row>
        )}
      />
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={editing === 'new' ? 'New Customer Group' : 'Edit Customer Group'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {editing !== null && <GroupForm group={editing === 'new' ? null : editing} onDone={() => setEditing(null)} />}
      </Modal>
    </>
  );
}

const LONGEST = 32;

function GroupForm({ group, onDone }: { group: Group | null; onDone: () => void }) {
  const client = useQueryClient();
  const form = useApiForm({
    initial: { code: group?.code ?? '' },
    check: (values) => wrong<{ code: string }>({ code: required(values.code) ?? atMost(values.code, LONGEST) }),
  });
  const save = async (): Promise<void> => {
    const saved = await form.send(({ code }) =>
      group === null
        ? postTo('/V1/customerGroups', { group: { code: code.trim(), tax_class_id: 3 } })
        : putTo(`/V1/customerGroups/${group.id}`, { group: { ...group, code: code.trim() } }),
    );
    if (saved === null) return;
    say('You saved the customer group.');
    void refresh(client, { queryKey: groupsKey });
    onDone();
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
      <Stack>
        <FormFailure failure={form.failure} />
        <TextInput label="Group Name" required data-autofocus {...form.text('code')} />
        <Text size="sm" c="dimmed">
          At most {LONGEST} characters. The tax class is Retail Customer.
        </Text>
        <Row justify="flex-end">
          <Button type="submit" loading={form.isSending}>
            Save Customer Group
          </Button>
        </Row>
      </Stack>
    </form>
  );
}

import { Alert, Button, Paper, Table } from '@mantine/core';
import { IconLockOpen } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { sentence } from '../api/problem.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { useAction } from '../ui/use-action.ts';
import { Waiting } from '../ui/waiting.tsx';
import { type LockedUser, lockedUsersQuery, unlockUser, usersKey } from './users.ts';

/** System › Permissions › Locked Users. */
export function LockedUsersPage() {
  const { data, error } = useQuery(lockedUsersQuery);
  const unlock = useAction<LockedUser>({
    confirmed: ({ username }) => `You are about to unlock ${username}.`,
    run: ({ id }) => unlockUser(id),
    done: ({ username }) => `Unlocked ${username}.`,
    changes: [usersKey],
  });
  return (
    <>
      <PageHead
        title="Locked Users"
        about="Users who gave a wrong password too often. They are unlocked by themselves after a while."
      />
      {error !== null && <Alert color="red">{sentence(error)}</Alert>}
      {data === undefined && error === null && <Waiting />}
      {data?.length === 0 && (
        <EmptyState icon={<IconLockOpen size={40} stroke={1.4} />} title="Nobody is locked">
          Whoever enters a wrong password too often appears here, and can be let in again before the time is over.
        </EmptyState>
      )}
      {data !== undefined && data.length > 0 && (
        <Paper withBorder>
          <Table aria-label="Locked Users" verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">User Name</Table.Th>
                <Table.Th scope="col">Failures</Table.Th>
                <Table.Th scope="col">Unlocked</Table.Th>
                <Table.Th scope="col">Action</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((user) => (
                <Table.Tr key={user.id}>
                  <Table.Td>{user.username}</Table.Td>
                  <Table.Td>{user.failures}</Table.Td>
                  <Table.Td>
                    <Moment at={user.locked_until} />
                  </Table.Td>
                  <Table.Td>
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => unlock.mutate(user)}
                      aria-label={`Unlock ${user.username}`}
                    >
                      Unlock
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
    </>
  );
}

import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { sentence } from '../api/problem.ts';
import { signOut, useLeave, useSession } from '../session/session.ts';
import { say } from '../ui/toasts.tsx';

export function AccountMenu() {
  const { user } = useSession();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: useLeave(),
    onError: (error) => say(sentence(error), 'error'),
  });
  return (
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${user.username}`}>
          <Avatar size={34} radius="xl" color="terracotta" variant="filled">
            {`${user.firstname.charAt(0)}${user.lastname.charAt(0)}`}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUserCircle size={17} />} onClick={() => void navigate({ to: '/account' })}>
          Account Setting
          <Text size="xs" c="dimmed">
            {user.firstname} {user.lastname} ({user.username})
          </Text>
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={17} />} onClick={() => leave.mutate()}>
          Sign Out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

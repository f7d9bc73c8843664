import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTitle } from '../ui/use-title.ts';

/** For addresses that lead nowhere, and for pages that the user was not granted: they look the same. */
export function NotFound() {
  useTitle('There is nothing here');
  return (
    <Stack gap="xs" maw={560}>
      <Title order={1}>There is nothing here</Title>
      <Text c="dimmed">The page does not exist, or your role does not include it.</Text>
      <Anchor component={Link} to="/dashboard">
        To the dashboard
      </Anchor>
    </Stack>
  );
}

import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  /** What to do about it. */
  readonly action?: ReactNode;
}

/** In place of a list that has nothing in it yet. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="xs" py="xl" ta="center">
        <Text c="terracotta" component="span">
          {icon}
        </Text>
        <Title order={2}>{title}</Title>
        <Text c="dimmed" maw={460} size="sm">
          {children}
        </Text>
        {action}
      </Stack>
    </Paper>
  );
}

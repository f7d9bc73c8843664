import { Anchor, Breadcrumbs, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTitle } from './use-title.ts';

interface PageHeadProps {
  readonly title: string;
  /** The page above this one. */
  readonly parent?: { readonly label: string; readonly to: string };
  readonly about?: ReactNode;
  /** Beside the title. */
  readonly mark?: ReactNode;
  /** The page's actions, the main one last. */
  readonly children?: ReactNode;
}

/** Title of a page, with its actions. */
export function PageHead({ title, parent, about, mark, children }: PageHeadProps) {
  useTitle(title);
  return (
    <Group component="header" justify="space-between" align="flex-start" mb="lg" gap="sm">
      <div style={{ minWidth: 0 }}>
        {parent !== undefined && (
          <Breadcrumbs mb={4} fz="sm">
            <Anchor component={Link} to={parent.to} size="sm">
              {parent.label}
            </Anchor>
            <Text size="sm" c="dimmed" truncate maw={260}>
              {title}
            </Text>
          </Breadcrumbs>
        )}
        <Group gap="sm">
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {mark}
        </Group>
        {about !== undefined && (
          <Text size="sm" c="dimmed" mt={4} maw={720}>
            {about}
          </Text>
        )}
      </div>
      {children !== undefined && <Group gap="xs">{children}</Group>}
    </Group>
  );
}

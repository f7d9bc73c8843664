import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { sentence, Unreachable } from '../api/problem.ts';

/** In place of a page that could not be loaded. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const retry = (): void => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <Stack role="alert" gap="xs" p="xl" maw={560}>
      <Title order={1}>
        {error instanceof Unreachable ? 'The server does not answer' : 'The page could not be shown'}
      </Title>
      <Text>{sentence(error)}</Text>
      <Group>
        <Button onClick={retry}>Try again</Button>
      </Group>
    </Stack>
  );
}

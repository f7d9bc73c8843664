import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, Link, useLocation, useRouter } from '@tanstack/react-router';
import { ApiProblem, sentence, Unreachable } from '../api/problem.ts';
import { useTitle } from '../ui/use-title.ts';

const isGone = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;

function titleOf(error: unknown): string {
  if (error instanceof Unreachable) return 'The server does not answer';
  return isGone(error) ? 'There is no such record' : 'The page could not be shown';
}

/** In place of a page that could not be loaded. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  useTitle(titleOf(error));
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const list = useLocation({ select: ({ pathname }) => `/${pathname.split('/')[1] ?? ''}` });
  const retry = (): void => {
    // A script that did not come is asked for only once in the life of a document.
    if (!(error instanceof ApiProblem || error instanceof Unreachable)) location.reload();
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <Stack role="alert" gap="xs" maw={560}>
      <Title order={1}>{titleOf(error)}</Title>
      <Text>{sentence(error)}</Text>
      <Group gap="md" mt="xs">
        {isGone(error) ? (
          <Anchor component={Link} to={list}>
            Back to the list
          </Anchor>
        ) : (
          <Button onClick={retry}>Try again</Button>
        )}
      </Group>
    </Stack>
  );
}

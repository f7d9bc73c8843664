import { Alert } from '@mantine/core';
import { sentence } from '../api/problem.ts';
import { isUnreachable } from './use-api-form.ts';

/** Above a form: what went wrong that belongs to no single field. */
export function FormFailure({ failure }: { failure: Error | null }) {
  if (failure === null) return null;
  return (
    <Alert color="red" role="alert" mb="md" title={isUnreachable(failure) ? 'Not saved' : undefined}>
      {sentence(failure)}
    </Alert>
  );
}

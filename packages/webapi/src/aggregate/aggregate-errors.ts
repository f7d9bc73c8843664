import { problem } from '../errors/problem.ts';

export const aggregateInvalid = problem(
  'aggregate_invalid',
  400,
  'Call "%id": %reason',
  'A call of an aggregate cannot be understood; nothing of the aggregate was executed.',
  { rendered: true },
);
export const aggregateTooLarge = problem(
  'aggregate_too_large',
  400,
  'An aggregate may have at most %max %what.',
  'The aggregate exceeds a limit; nothing of it was executed.',
  { rendered: true },
);
export const referenceUnresolved = problem(
  'reference_unresolved',
  400,
  'The reference "%reference" leads to nothing: %reason',
  'A call of an aggregate uses a result that another call did not give.',
  { rendered: true },
);
export const referencesTooLarge = problem(
  'references_too_large',
  400,
  'The references of the aggregate bring in more than %max %what.',
  'The results that calls of an aggregate use, each as often as it is used, exceed a limit.',
  { rendered: true },
);
export const aggregateUndone = problem(
  'aggregate_undone',
  424,
  'Undone, since the call "%1" of the aggregate failed.',
  'All calls of an atomic aggregate stand or fall together, and another one failed.',
  { rendered: true },
);

export const aggregateProblems = [
  aggregateInvalid,
  aggregateTooLarge,
  referenceUnresolved,
  referencesTooLarge,
  aggregateUndone,
];

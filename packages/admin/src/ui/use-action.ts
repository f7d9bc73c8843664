import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sentence } from '../api/problem.ts';
import { refresh } from '../api/refresh.ts';
import { useConfirmedIdentity } from '../session/identity.tsx';
import { say } from './toasts.tsx';

interface Action<A> {
  readonly run: (argument: A) => Promise<unknown>;
  /** Said when it is done. */
  readonly done?: (argument: A) => string;
  /** What the user is about to do, where the password has to be confirmed for it. */
  readonly confirmed?: string | ((argument: A) => string);
  /** Keys of the queries that it changes. */
  readonly changes: readonly (readonly unknown[])[];
}

/** One thing that a button does: confirms the identity, does it, brings what is shown up to date, and says so. */
export function useAction<A = void>({ run, done, confirmed, changes }: Action<A>) {
  const client = useQueryClient();
  const confirm = useConfirmedIdentity();
  return useMutation({
    mutationFn: async (argument: A) => {
      const about = typeof confirmed === 'function' ? confirmed(argument) : confirmed;
      if (about !== undefined && !(await confirm(about))) return false;
      await run(argument);
      return true;
    },
    onSuccess: async (isDone, argument) => {
      if (!isDone) return;
      // Said when it is seen: what is shown until then is how it was, and its buttons are those of before.
      await Promise.all(changes.map((queryKey) => refresh(client, { queryKey })));
      if (done !== undefined) say(done(argument));
    },
    onError: (error) => say(sentence(error), 'error'),
  });
}

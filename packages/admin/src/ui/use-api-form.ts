import { useEffect, useRef, useState } from 'react';
import { ApiProblem, sentence, Unreachable } from '../api/problem.ts';

type Errors<V> = Partial<Record<keyof V & string, string>>;

interface ApiFormOptions<V> {
  readonly initial: V;
  /** What is wrong before anything is sent, by field. */
  readonly check?: (values: V) => Errors<V>;
  /** The API's names of fields where they differ from the form's. */
  readonly names?: Readonly<Record<string, keyof V & string>>;
}

/** A failure that belongs to one field of the form. */
export class FieldProblem extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A form that is sent to the API: whatever goes wrong is said beside its field or above, and nothing typed is lost. */
export function useApiForm<V extends object>({ initial, check, names = {} }: ApiFormOptions<V>) {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Errors<V>>({});
  const [failure, setFailure] = useState<Error | null>(null);
  const [isSending, setSending] = useState(false);
  const saved = useRef(initial);
  const form = useRef<HTMLFormElement>(null);
  const isChanged = JSON.stringify(values) !== JSON.stringify(saved.current);
  const offered = JSON.stringify(initial);
  const taken = useRef(offered);
  // What is edited was read anew: whoever has typed nothing yet gets it as it is now, and does not save what was.
  useEffect(() => {
    if (offered === taken.current || isChanged || isSending) return;
    taken.current = offered;
    saved.current = JSON.parse(offered) as V;
    setValues(saved.current);
  }, [offered, isChanged, isSending]);

  const set = <K extends keyof V & string>(name: K, value: V[K]): void => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors(({ [name]: _, ...others }) => others as Errors<V>);
  };
  const [pointed, setPointed] = useState(0);
  const point = (found: Errors<V>): void => {
    setErrors(found);
    setPointed((count) => count + 1);
  };
  // The first field that is wrong gets the focus, once its message stands there.
  useEffect(() => {
    if (pointed > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [pointed]);
  const refuse = (error: unknown): void => {
    const found: Errors<V> = {};
    if (error instanceof FieldProblem && error.field in values) found[error.field as keyof V & string] = error.message;
    if (error instanceof ApiProblem) {
      for (const [name, text] of Object.entries(error.fields)) {
        const field = names[name] ?? name;
        if (field in values) found[field as keyof V & string] = text;
      }
    }
    point(found);
    setFailure(Object.keys(found).length > 0 ? null : error instanceof Error ? error : new Error(sentence(error)));
  };

  return {
    values,
    errors,
    failure,
    isSending,
    form,
    isChanged,
    set,
    /** Everything an input needs for a text field. */
    text: (name: keyof V & string) => ({
      name,
      value: String(values[name] ?? ''),
      error: errors[name],
      onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>) =>
        set(name, event.currentTarget.value as V[typeof name]),
    }),
    /** Takes other values for what is saved, for example after a save. */
    reset: (to: V): void => {
      saved.current = to;
      setValues(to);
      setErrors({});
      setFailure(null);
    },
    /** Marks what is there as saved, so that the page may be left. */
    settle: (): void => {
      saved.current = values;
    },
    /** Checks, sends, and says what was wrong; resolves with null where it was not sent or refused. */
    send: async <R>(work: (values: V) => Promise<R>): Promise<R | null> => {
      const wrong = check?.(values) ?? {};
      if (Object.keys(wrong).length > 0) {
        setFailure(null);
        point(wrong);
        return null;
      }
      setSending(true);
      try {
        const result = await work(values);
        saved.current = values;
        setErrors({});
        setFailure(null);
        return result;
      } catch (error) {
        refuse(error);
        return null;
      } finally {
        setSending(false);
      }
    },
  };
}

export const isUnreachable = (error: Error | null): boolean => error instanceof Unreachable;
/** A form whose object somebody deleted in the meantime. */
export const isGone = (error: Error | null): boolean => error instanceof ApiProblem && error.status === 404;

export const required = (value: string): string | undefined =>
  value.trim() === '' ? 'This is a required field.' : undefined;
export const atMost = (value: string, longest: number): string | undefined =>
  value.length > longest ? `Please enter at most ${longest} characters.` : undefined;
/** Drops the fields that are fine. */
export const wrong = <V extends object>(found: { [K in keyof V & string]?: string | undefined }): Errors<V> =>
  Object.fromEntries(Object.entries(found).filter(([, text]) => text !== undefined)) as Errors<V>;

import type { OutgoingFailure } from './failure.ts';

export interface OutgoingRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For everything together: name, connection, answer. */
  readonly timeoutMilliseconds: number;
}
export type OutgoingAnswer =
  | {
      readonly ok: true;
      /** Any status; redirects are answered, not followed. */
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      /** The beginning of the body, at most 16 KiB. */
      readonly body: string;
      readonly milliseconds: number;
    }
  | { readonly ok: false; readonly failure: OutgoingFailure; readonly cause: unknown; readonly milliseconds: number };

import type { HttpRequest } from '../http/message.ts';
import type { Call } from './call.ts';
import type { Caller } from './caller.ts';

export type IdentifyingBinding = 'rest' | 'soap';

/**
 * One way of finding out who calls. Contexts are asked in ascending order; the first that names a caller wins.
 * null: nothing found here, ask the next. Throwing refuses the request (OAuth does, a stale bearer token does not).
 */
export interface CallerContext {
  readonly name: string;
  /** Magento's sort order, by binding: 10 bearer token, 20 customer session, 30 admin session, 40 OAuth (A3, A4). */
  readonly order: Readonly<Partial<Record<IdentifyingBinding, number>>>;
  readonly identify: (request: HttpRequest, call: Call) => Promise<Caller | null> | Caller | null;
}

/** The contexts of one binding in their order. */
export const contextsFor = (
  binding: IdentifyingBinding,
  contexts: readonly CallerContext[],
): readonly CallerContext[] =>
  contexts
    .filter((context) => context.order[binding] !== undefined)
    .sort((a, b) => (a.order[binding] as number) - (b.order[binding] as number));

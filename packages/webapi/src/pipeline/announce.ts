import type { Call, StoreScope } from '../access/call.ts';
import type { Caller } from '../access/caller.ts';
import type { WebapiError } from '../errors/problem.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Route } from '../routing/route.ts';

/** What is known of an answered request: for access log, metrics and audit. */
export interface AnsweredCall {
  readonly request: HttpRequest;
  readonly binding: Call['binding'];
  /** The route, null where none matched. */
  readonly route: {
    readonly method: string;
    readonly path: string;
    readonly module: string;
    readonly route: Route;
  } | null;
  /** null where the request was refused before anybody asked. */
  readonly caller: Caller | null;
  readonly store: StoreScope | null;
  readonly status: number;
  readonly milliseconds: number;
  readonly error: WebapiError | null;
  readonly requestId: string;
  /** The call, null where the request was refused before there was one. */
  readonly call: Call | null;
}
export type Observer = (event: AnsweredCall) => void;

/** Tells the observers of an answered request. */
export function announce(observers: readonly Observer[], event: AnsweredCall): void {
  for (const observer of observers) observer(event);
}

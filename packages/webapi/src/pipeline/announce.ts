import type { Call, Ports, StoreScope } from '../access/call.ts';
import type { Caller } from '../access/caller.ts';
import type { WebapiError } from '../errors/problem.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Route } from '../routing/route.ts';

/** What is known of an answered request: for access log, metrics and audit. */
export interface AnsweredCall {
  readonly request: HttpRequest;
  /** `endpoint`: a plain HTTP endpoint beside the Web API. */
  readonly binding: Call['binding'] | 'endpoint';
  /** The route, null where none matched. */
  readonly route: {
    readonly method: string;
    readonly path: string;
    readonly module: string;
    readonly route: Route;
  } | null;
  /** Path of the plain endpoint that answered, as declared. */
  readonly endpoint?: string | null;
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
/** Hears of an answered request, with the effects of the application that answered it. */
export type Observer = (event: AnsweredCall, ports: Ports) => void;

/** Route or endpoint as a template (`/V1/customers/:customerId`), null where none matched: never what a client wrote. */
export const templateOf = ({ route, endpoint }: AnsweredCall): string | null => route?.path ?? endpoint ?? null;

/**
 * A module's observer, so that its mistakes harm nothing: nobody waits for it, so what it throws would end the process.
 * They are logged with the module's name.
 */
export function harmless(module: string, observer: Observer): Observer {
  const report = (err: unknown, { log }: Ports): void => log.error({ err, module }, 'an observer failed');
  return (event, ports) => {
    try {
      const done: unknown = observer(event, ports);
      // The type lets asynchronous functions pass.
      if (done instanceof Promise) done.catch((error: unknown) => report(error, ports));
    } catch (error) {
      report(error, ports);
    }
  };
}

/** Of the kernel: who hears. */
interface Audience {
  readonly observers: readonly Observer[];
  readonly ports: { readonly lent: Ports };
}

/** Tells the observers of an answered request. */
export function announce({ observers, ports }: Audience, event: AnsweredCall): void {
  for (const observer of observers) observer(event, ports.lent);
}

import type { StatementObserver } from '@tessera/database';
import type { Observer, Tracing } from '@tessera/webapi';
import type { Handler } from '../host/http-host.ts';

/** What an application does to be traced; there is none while no exporter is configured. */
export interface Telemetry extends Tracing {
  /** Opens a span around every request, as a part of the trace that the client's `traceparent` names. */
  readonly around: (handle: Handler) => Handler;
  /** Says in the span of a request what became of it. */
  readonly answered: Observer;
  readonly statement: StatementObserver;
  /** What a log line says of the trace that it belongs to, null where it belongs to none. */
  readonly logContext: () => object | null;
  /** Sends what has gathered. */
  readonly close: () => Promise<void>;
}

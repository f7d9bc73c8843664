import type { Call } from '../access/call.ts';
import type { HttpRequest, HttpResponse } from './message.ts';

/** A plain HTTP endpoint outside the Web API: sign-in pages, the OAuth token endpoints, health checks. */
export interface HttpEndpoint {
  readonly methods: readonly string[];
  /** Path below the base path, exact, or a prefix that ends in `/*`. */
  readonly path: string;
  /** Also below a store code (`/default/oauth/token/request`). */
  readonly storeAware?: boolean;
  /** Answered even while the server turns requests away: health, metrics. */
  readonly essential?: boolean;
  /** Answers though the database is away: nothing is read from it before. */
  readonly withoutDatabase?: boolean;
  readonly handle: (request: HttpRequest, call: Call) => Promise<HttpResponse> | HttpResponse;
}

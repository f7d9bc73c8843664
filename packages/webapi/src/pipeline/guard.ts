import type { Call } from '../access/call.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Route } from '../routing/route.ts';

/**
 * Looks at an authorized call before its input is read; refuses it by throwing. The request is null where the call did
 * not come in by itself (an operation of a bulk, a command).
 */
export type Guard = (route: Route, call: Call, request: HttpRequest | null) => Promise<void> | void;

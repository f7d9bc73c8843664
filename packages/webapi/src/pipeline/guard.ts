import type { Call } from '../access/call.ts';
import type { Route } from '../routing/route.ts';

/** Looks at an authorized call before its input is read; refuses it by throwing. */
export type Guard = (route: Route, call: Call) => Promise<void> | void;

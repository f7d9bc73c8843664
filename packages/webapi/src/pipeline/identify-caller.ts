import type { Call } from '../access/call.ts';
import { type Caller, GUEST } from '../access/caller.ts';
import type { CallerContext } from '../access/caller-context.ts';
import type { HttpRequest } from '../http/message.ts';

/** Asks the contexts in their order; the first that names a caller wins, else it is a guest (behaviour A2). */
export async function identifyCaller(
  contexts: readonly CallerContext[],
  request: HttpRequest,
  call: Call,
): Promise<Caller> {
  for (const context of contexts) {
    const found = context.identify(request, call);
    // Most contexts know at once; waiting for nothing costs a turn of the queue each.
    const caller = found instanceof Promise ? await found : found;
    if (caller !== null) return caller;
  }
  return GUEST;
}

/** For anonymous routes a bad signature is no obstacle: whoever cannot be identified is a guest (behaviour A7). */
export async function identifyLeniently(
  contexts: readonly CallerContext[],
  request: HttpRequest,
  call: Call,
): Promise<Caller> {
  try {
    return await identifyCaller(contexts, request, call);
  } catch {
    return GUEST;
  }
}

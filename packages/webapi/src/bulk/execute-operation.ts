import type { Call } from '../access/call.ts';
import type { CallerKind } from '../access/caller.ts';
import { renderMessage, type WebapiError } from '../errors/problem.ts';
import type { Kernel } from '../kernel.ts';
import type { CompiledRoute, Plain } from '../pipeline/compiled-route.ts';
import { authorizeCall, decodeInput, projectResult } from '../pipeline/steps.ts';

/**
 * Executes a queued operation: authorize → decode → invoke → project. The forced parameters were put in when it was
 * asked for, and guards (rate limits, identity checks) looked at that request.
 * @param input what `readInputs` gave
 * @param call with the caller and the store view of the time of asking
 */
export async function executeOperation(route: CompiledRoute, input: Plain, call: Call): Promise<unknown> {
  authorizeCall(route, call);
  return projectResult(route, await route.invoke(decodeInput(route, input, call), call), call);
}

/** The route with a method and a template, null where it is no longer offered. */
export const routeOf = (kernel: Kernel, method: string, path: string): CompiledRoute | null =>
  kernel.routes.find((route) => route.method === method && route.path === path) ?? null;

/** Whether the account of a caller may still act. Guests have none, so they may. */
export async function mayStillAct(kernel: Kernel, kind: CallerKind, id: number, call: Call): Promise<boolean> {
  return (await kernel.accounts[kind]?.(id, call)) ?? true;
}

/** An error as one text, placeholders filled in: what the status of an operation shows. */
export function resultMessage(error: WebapiError): string {
  const message = renderMessage(error.message, error.parameters);
  const details = error.errors.map((detail) => renderMessage(detail.message, detail.parameters));
  return [message, ...details].join('; ');
}

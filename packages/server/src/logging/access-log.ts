import { type Observer, templateOf } from '@tessera/webapi';
import type { RequestLog } from './log.ts';
import type { ShowPath } from './shown-path.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

/**
 * One line for every answered request: at `info`, faults of ours at `error`. Made of our own templates, codes and
 * numbers only; what a client wrote is not in it, so there is nothing to mask.
 */
export const accessLog =
  (log: RequestLog, showPath: ShowPath): Observer =>
  (event) => {
    const { request, binding, caller, status, milliseconds, error, requestId } = event;
    const template = templateOf(event);
    log(status >= 500 ? 'error' : 'info', {
      requestId,
      method: METHODS.has(request.method) ? request.method : 'other',
      ...(template === null ? { path: showPath(request.url) } : { route: template }),
      binding,
      status,
      milliseconds: Math.round(milliseconds * 1000) / 1000,
      caller: caller?.kind ?? 'unknown',
      ...(caller === null || caller.kind === 'guest' ? {} : { callerId: caller.id }),
      address: request.remoteAddress,
      ...(error === null ? {} : { error: error.code }),
    });
  };

import { type AnsweredCall, type Observer, templateOf } from '@tessera/webapi';
import type { RequestLog } from './log.ts';
import type { ShowPath } from './shown-path.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

/**
 * One line for every answered request: at `info`, faults of ours at `error`. Made of our own templates, codes and
 * numbers only; what a client wrote is not in it, so there is nothing to mask.
 */
export const accessLog =
  (log: RequestLog, showPath: ShowPath): Observer =>
  (event) =>
    log(event.status >= 500 ? 'error' : 'info', membersOf(event, showPath));

/** Nothing in it has a meaning in JSON: that is quicker to see than to quote. */
const PLAIN = /^[\w.:+/@=-]*$/;
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

/** Milliseconds with three places, from whole microseconds: fractions take long to write. */
function shownMilliseconds(milliseconds: number): string {
  const all = Math.round(milliseconds * 1000);
  const whole = Math.floor(all / 1000);
  const rest = all - whole * 1000;
  return `${whole}.${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}`;
}

/**
 * The line's members, put together by hand: `JSON.stringify` of an object takes several times as long, and this is most
 * of what observing a request costs. What may be anything is quoted; methods, kinds and bindings are words.
 */
function membersOf(event: AnsweredCall, showPath: ShowPath): string {
  const { request, binding, caller, status, milliseconds, error, requestId } = event;
  const template = templateOf(event);
  const method = METHODS.has(request.method) ? request.method : 'other';
  const where = template === null ? `"path":${quoted(showPath(request.url))}` : `"route":${quoted(template)}`;
  const took = shownMilliseconds(milliseconds);
  const kind = caller?.kind ?? 'unknown';
  const id = caller === null || caller.kind === 'guest' ? '' : `,"callerId":${caller.id}`;
  const code = error === null ? '' : `,"error":${quoted(error.code)}`;
  return `"requestId":${quoted(requestId)},"method":"${method}",${where},"binding":"${binding}","status":${status},"milliseconds":${took},"caller":"${kind}"${id},"address":${quoted(request.remoteAddress)}${code}`;
}

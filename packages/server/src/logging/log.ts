import type { Log } from '@tessera/webapi';
import { type DestinationStream, pino } from 'pino';
import { isoTime } from './iso-time.ts';
import { maskText, maskValue } from './mask.ts';
import { currentRequest } from './request-scope.ts';
import { secretsOf } from './secrets-of-request.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogOptions {
  readonly level: LogLevel;
  readonly destination: DestinationStream;
  /** What every line says beside its entry, for example the trace that it belongs to; null for nothing. */
  readonly context?: () => object | null;
}

/**
 * A line for a request that was answered; every field of it is harmless by what it is made of.
 * @param fields members of a JSON object, without its braces
 */
export type RequestLog = (level: 'info' | 'error', fields: string) => void;

/**
 * The log of the installation: JSON lines. Nothing gets into it unmasked, whoever writes: secrets by their looks and
 * names, and what the request that is being answered carries, by its value.
 */
export function createLog({ level, destination, context }: LogOptions): { log: Log; logRequest: RequestLog } {
  const mixin = (): object => {
    const id = currentRequest()?.request.id;
    return { ...(id === undefined ? {} : { requestId: id }), ...context?.() };
  };
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: () => `,"time":"${isoTime()}"`,
      mixin,
      serializers: { err: (err) => err },
    },
    destination,
  );
  const write = (at: 'info' | 'error', entry: object, message: string): void => {
    if (!logger.isLevelEnabled(at)) return;
    const scope = currentRequest();
    const known = scope === undefined ? [] : secretsOf(scope);
    logger[at](maskValue(entry, known), maskText(message, known));
  };
  const enabled = { info: logger.isLevelEnabled('info'), error: logger.isLevelEnabled('error') };
  const begin = { info: lineBegin(logger.levels.values['info']), error: lineBegin(logger.levels.values['error']) };
  return {
    log: {
      error: (entry, message) => write('error', entry, message),
      info: (entry, message) => write('info', entry, message),
    },
    // Past pino, which takes longer for its many possibilities than a request for all of its reads.
    logRequest: (at, fields) => {
      if (!enabled[at]) return;
      const about = context?.() ?? null;
      const more = about === null ? '' : `,${JSON.stringify(about).slice(1, -1)}`;
      destination.write(`${begin[at]}${isoTime()}${pidMember}${fields}${more},"msg":"request"}\n`);
    },
  };
}

const lineBegin = (level: number | undefined): string => `{"level":${level},"time":"`;
const pidMember = `","pid":${process.pid},`;

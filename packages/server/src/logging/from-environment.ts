import { LineBuffer } from './line-buffer.ts';
import { createLog, LOG_LEVELS, type LogLevel } from './log.ts';
import { LogFile } from './log-file.ts';

/** Only what needs somebody's attention: commands print their results beside it. */
const DEFAULT_LEVEL: LogLevel = 'warn';

/** @throws Error for a level that there is none of */
export function logLevel(text: string | undefined): LogLevel {
  if (text === undefined || text === '') return DEFAULT_LEVEL;
  const level = LOG_LEVELS.find((known) => known === text.toLowerCase());
  if (level === undefined) throw new Error(`TESSERA_LOG_LEVEL must be ${LOG_LEVELS.join(', ')}, not "${text}".`);
  return level;
}

/**
 * The log as `TESSERA_LOG_LEVEL` asks for it, on standard error or at the end of the file `TESSERA_LOG_FILE`.
 * `reopen` goes on in the file that has this name by then.
 */
export function logFromEnvironment(
  environment: NodeJS.ProcessEnv,
  context: () => object | null,
): ReturnType<typeof createLog> & { readonly reopen: () => void } {
  const file = new LogFile(environment['TESSERA_LOG_FILE'] || undefined);
  const destination = new LineBuffer((text) => file.write(text));
  const flush = (): void => destination.flush();
  process.on('exit', flush);
  const { log, logRequest } = createLog({ level: logLevel(environment['TESSERA_LOG_LEVEL']), destination, context });
  return {
    logRequest,
    reopen: () => {
      flush();
      file.reopen();
    },
    log: {
      info: log.info,
      // What went wrong is there at once, whatever happens next.
      error: (entry, message) => {
        log.error(entry, message);
        flush();
      },
    },
  };
}

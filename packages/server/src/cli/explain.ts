import { renderMessage, WebapiError } from '@tessera/webapi';

const SYSTEM: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is in use by another program. Choose another with --port.',
  EACCES: 'Permission denied.',
  EROFS: 'The folder is on a read-only file system.',
  ENOSPC: 'The disk is full.',
  ECONNREFUSED: 'The database cannot be reached (connection refused).',
  ENOTFOUND: 'The host of the database is not known.',
};

/** One sentence for a failure, without a stack trace. */
export function explain(error: unknown): string {
  if (error instanceof WebapiError) {
    const details = error.errors.map((detail) => renderMessage(detail.message, detail.parameters));
    return [renderMessage(error.message, error.parameters), ...details].join(' ');
  }
  if (!(error instanceof Error)) return String(error);
  const { code, path, port } = error as NodeJS.ErrnoException & { port?: number };
  const sentence = code === undefined ? undefined : SYSTEM[code];
  if (sentence === undefined) return error.message.split('\n')[0] || error.name;
  const where = path ?? (port === undefined ? undefined : `port ${port}`);
  return where === undefined ? sentence : `${where}: ${sentence}`;
}

import { DatabaseUnavailableError } from '@tessera/database';
import { renderMessage, WebapiError } from '@tessera/webapi';

const SYSTEM: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is in use by another program. Choose another with --port or --metrics-port.',
  EADDRNOTAVAIL: 'This machine has no such address. Choose another with --host.',
  EACCES: 'Permission denied.',
  EPERM: 'Permission denied.',
  EROFS: 'The file system is read-only.',
  ENOSPC: 'The disk is full.',
  ENOENT: 'There is no such file or folder.',
  EISDIR: 'It is a folder.',
  ENOTDIR: 'A part of the path is a file.',
  EEXIST: 'It exists already.',
  ECONNREFUSED: 'Connection refused.',
  ENOTFOUND: 'The host is not known.',
};

/** What an error of the system or of a library says, in one sentence. */
export function systemSentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : SYSTEM[code]) ?? (error.message.split('\n')[0] || error.name);
}

/** What errors of the network say of where they happened. */
interface Place {
  hostname?: string;
  address?: string;
  port?: number;
}

/** One sentence for a failure, without a stack trace. */
export function explain(error: unknown): string {
  if (error instanceof WebapiError) {
    const details = error.errors.map((detail) => renderMessage(detail.message, detail.parameters));
    return [renderMessage(error.message, error.parameters), ...details].join(' ');
  }
  if (error instanceof DatabaseUnavailableError)
    return `${error.message.replace(/\.$/, '')}: ${systemSentence(error.cause)}`;
  const { path, hostname, address, port } = (error ?? {}) as NodeJS.ErrnoException & Place;
  const where = path ?? hostname ?? (port === undefined ? address : `${address ?? ''} port ${port}`.trim());
  return where === undefined ? systemSentence(error) : `${where}: ${systemSentence(error)}`;
}

import { setting } from '@tessera/webapi';

/** First parts of paths that other things have. */
const TAKEN: readonly string[] = ['rest', 'soap', 'oauth', 'health', 'metrics', 'customer', 'swagger'];
const PATH = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/** Without slashes at its ends. */
export const trimmedPath = (path: string): string => path.replace(/^\/+|\/+$/g, '');
/** Whether the panel can stand there, or nowhere. */
export function isPanelPath(path: string): boolean {
  const trimmed = trimmedPath(path);
  return trimmed === '' || (PATH.test(trimmed) && !TAKEN.includes(trimmed.split('/', 1)[0] ?? ''));
}

export const adminPath = setting('tessera/admin/path', {
  type: 'string',
  default: 'admin',
  accepts: isPanelPath,
  label: 'Admin Panel Path',
  description: 'The admin panel stands at this path below the base URL; empty switches it off. Read at start.',
});

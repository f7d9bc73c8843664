import { setting } from '@tessera/webapi';

export const adminPath = setting('tessera/admin/path', {
  type: 'string',
  default: 'admin',
  label: 'Admin Panel Path',
  description: 'The admin panel stands at this path below the base URL; empty switches it off. Read at start.',
});

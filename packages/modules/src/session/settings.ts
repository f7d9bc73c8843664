import { setting } from '@tessera/webapi';

export const cookieLifetime = setting('web/cookie/cookie_lifetime', {
  type: 'int',
  default: 3600,
  unit: 'seconds',
  min: 60,
  scopes: ['default', 'websites', 'stores'],
  label: 'Cookie Lifetime',
  description: 'The session of a customer ends when it was not used for so long.',
});
export const adminSessionLifetime = setting('admin/security/session_lifetime', {
  type: 'int',
  default: 900,
  unit: 'seconds',
  min: 60,
  max: 31_536_000,
  label: 'Admin Session Lifetime',
  description: 'The session of an admin user ends when it was not used for so long.',
});

export const settings = [cookieLifetime, adminSessionLifetime];

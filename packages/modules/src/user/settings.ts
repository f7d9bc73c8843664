import { setting } from '@tessera/webapi';

export const lockoutFailures = setting('admin/security/lockout_failures', {
  type: 'int',
  default: 6,
  min: 1,
  label: 'Maximum Login Failures to Lockout Account',
  description: 'After so many wrong passwords over a session, an admin user is locked for a while.',
});
export const lockoutThreshold = setting('admin/security/lockout_threshold', {
  type: 'int',
  default: 30,
  min: 1,
  unit: 'minutes',
  label: 'Lockout Time',
  description: 'How long an admin user is locked after the last wrong password.',
});

export const settings = [lockoutFailures, lockoutThreshold];

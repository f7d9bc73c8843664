import { setting } from '@tessera/webapi';

export const auditWrites = setting('tessera/audit/enabled', {
  type: 'bool',
  default: true,
  label: 'Audit Log',
  description: 'Whether every change that is made through the Web API is written to the audit log.',
});
export const auditDays = setting('tessera/audit/retention_days', {
  type: 'int',
  default: 365,
  min: 0,
  max: 36_500,
  unit: 'days',
  label: 'Audit Log Retention',
  description: 'Entries of the audit log are deleted after this time; 0 keeps them for good.',
});

export const settings = [auditWrites, auditDays];

import { setting } from '@tessera/webapi';

export const logCalls = setting('tessera/activity/log_calls', {
  type: 'bool',
  default: true,
  label: 'Log API Calls',
  description: 'Whether calls are written to the access log. They are counted for the dashboard in any case.',
});
export const logRows = setting('tessera/activity/log_rows', {
  type: 'int',
  default: 100_000,
  min: 1000,
  max: 10_000_000,
  label: 'Access Log Size',
  description: 'So many calls are kept in the access log; older ones are deleted.',
});
export const logDays = setting('tessera/activity/log_days', {
  type: 'int',
  default: 30,
  min: 1,
  max: 3650,
  unit: 'days',
  label: 'Access Log Retention',
  description: 'Calls in the access log are deleted after this time.',
});
export const statisticsDays = setting('tessera/activity/statistics_days', {
  type: 'int',
  default: 30,
  min: 1,
  max: 3650,
  unit: 'days',
  label: 'Statistics Retention',
  description: 'The numbers behind the charts of the dashboard are deleted after this time.',
});

export const settings = [logCalls, logRows, logDays, statisticsDays];

import { setting } from '@tessera/webapi';

export const metricsToken = setting('tessera/metrics/token', {
  type: 'secret',
  default: '',
  label: 'Metrics Token',
  description: 'Bearer token with which other machines may read /metrics. Empty: only this machine may.',
});

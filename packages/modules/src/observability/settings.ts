import { setting } from '@tessera/webapi';

export const metricsEnabled = setting('tessera/metrics/enabled', {
  type: 'bool',
  default: true,
  label: 'Metrics',
  description: 'Whether requests, statements and handshakes are counted and /metrics answers. Read at start.',
});
export const metricsToken = setting('tessera/metrics/token', {
  type: 'secret',
  default: '',
  label: 'Metrics Token',
  description: 'Bearer token with which other machines may read /metrics. Empty: only this machine may.',
});
export const localMetrics = setting('tessera/metrics/local', {
  type: 'bool',
  default: true,
  label: 'Metrics for This Machine',
  description:
    'Whether this machine may read /metrics without the token. To be switched off where a proxy on this machine passes requests on without saying so (no X-Forwarded-For, another Host).',
});

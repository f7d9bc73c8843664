import type { Migration } from '@tessera/database';
import { defineModule, setting } from '@tessera/webapi';

declare module '@tessera/database' {
  interface Schema {
    /** When a background job is due next; whoever moves `due_at` (milliseconds) forward runs it. */
    background_job: { name: string; due_at: number };
  }
}

const migrations: readonly Migration[] = [
  {
    name: '0001-background-jobs',
    up: async (db) => {
      await db.schema
        .createTable('background_job')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('due_at', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
];

export const bodySize = setting('tessera/limits/body_size', {
  type: 'int',
  default: 20 * 1024 * 1024,
  min: 1024,
  unit: 'bytes',
  label: 'Largest Body',
  description: 'Larger request bodies are refused with 413. Read at start.',
});
export const headerSize = setting('tessera/limits/header_size', {
  type: 'int',
  default: 32 * 1024,
  min: 4096,
  unit: 'bytes',
  label: 'Largest Headers',
  description: 'Requests with larger headers are refused with 431. Read at start.',
});
export const requestTime = setting('tessera/limits/request_time', {
  type: 'int',
  default: 60,
  min: 1,
  unit: 'seconds',
  label: 'Longest Request',
  description: 'A request that has not arrived completely by then is cut off. Read at start.',
});
export const trustedProxyList = setting('tessera/server/trusted_proxies', {
  type: 'list',
  default: [],
  label: 'Trusted Proxies',
  description:
    'Addresses and networks (CIDR) of proxies whose X-Forwarded-For, -Proto and -Host are believed. Read at start.',
});
export const offloaderHeader = setting('web/secure/offloader_header', {
  type: 'string',
  default: 'X-Forwarded-Proto',
  label: 'Offloader Header',
  description: 'Header by which a trusted proxy says that the client came over TLS. Read at start.',
});

export const drainTime = setting('tessera/server/drain_time', {
  type: 'int',
  default: 0,
  min: 0,
  max: 300,
  unit: 'seconds',
  label: 'Drain Time',
  description:
    'How long a process that is told to stop goes on serving, with /health/ready answering 503, so that a load balancer notices. Read at start.',
});

/** The host's own settings. */
export const serverModule = defineModule({
  name: 'Tessera_Server',
  settings: [bodySize, headerSize, requestTime, trustedProxyList, offloaderHeader, drainTime],
  migrations,
});

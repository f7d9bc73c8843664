import type { Migration } from '@tessera/database';
import { defineModule, type Gauge, setting, settingValue } from '@tessera/webapi';
import { trustedProxies } from './host/client-address.ts';
import { hostErrors } from './host/refusals.ts';

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
/** Whether a list, joined by commas, holds addresses and networks only. */
function isProxyList(list: string): boolean {
  try {
    trustedProxies(settingValue('list', list));
    return true;
  } catch {
    return false;
  }
}
export const trustedProxyList = setting('tessera/server/trusted_proxies', {
  type: 'list',
  default: [],
  accepts: isProxyList,
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

export const longestSilence = setting('tessera/server/longest_silence', {
  type: 'int',
  default: 60,
  min: 0,
  max: 3600,
  unit: 'seconds',
  label: 'Longest Silence',
  description:
    'Of several processes one that hangs for so long is killed, and another takes its place; 0: never. Read at start.',
});

export const connectionLimit = setting('tessera/limits/connections', {
  type: 'int',
  default: 10_000,
  min: 1,
  label: 'Most Connections',
  description:
    'Connections that a process holds at a time, fewer where the system allows it too few open files; further ones are told 503 and closed. Read at start.',
});
export const connectionsPerAddress = setting('tessera/limits/connections_per_address', {
  type: 'int',
  default: 1000,
  min: 0,
  label: 'Most Connections of an Address',
  description:
    'Connections that a process holds at a time from one address; further ones are told 503 and closed. Trusted proxies have no limit of their own; 0 for none at all. Read at start.',
});
export const overloadWait = setting('tessera/overload/wait', {
  type: 'int',
  default: 100,
  min: 0,
  max: 60_000,
  unit: 'milliseconds',
  label: 'Longest Wait',
  description:
    'Where more requests arrive than can be answered, and for longer than half a second, a request is answered 503 with Retry-After at once if more are under way than can be answered in this time; health and metrics never are. 0 turns none away. Read at start.',
});
export const overloadAlwaysTaken = setting('tessera/overload/always_taken', {
  type: 'int',
  default: 200,
  min: 1,
  label: 'Requests Always Taken',
  description: 'So many requests at a time are taken by each process, however long they wait. Read at start.',
});
export const overloadWarmUp = setting('tessera/overload/warm_up', {
  type: 'int',
  default: 5000,
  min: 0,
  label: 'Warm-up',
  description:
    'So many requests are answered by a new process before it turns any away: it becomes several times faster meanwhile. Read at start.',
});

const gauges: readonly Gauge[] = [
  {
    name: 'tessera_requests_in_flight',
    help: 'Requests that were taken and are not answered yet.',
    read: ({ ports }) => ports.hostLoad.requestsInFlight,
  },
  {
    name: 'tessera_requests_shed',
    help: 'Requests that were turned away with 503 since the process was overloaded.',
    read: ({ ports }) => ports.hostLoad.requestsShed,
  },
  {
    name: 'tessera_connections_refused',
    help: 'Connections that were more than the process may have.',
    read: ({ ports }) => ports.hostLoad.connectionsRefused,
  },
];

/** The host's own settings. */
export const serverModule = defineModule({
  name: 'Tessera_Server',
  settings: [
    bodySize,
    headerSize,
    requestTime,
    trustedProxyList,
    offloaderHeader,
    drainTime,
    longestSilence,
    connectionLimit,
    connectionsPerAddress,
    overloadWait,
    overloadAlwaysTaken,
    overloadWarmUp,
  ],
  errors: hostErrors,
  gauges,
  migrations,
});

// A process of its own in which every request costs two milliseconds, for tests that ask it for too much.
import { trustedProxies } from '../src/host/client-address.ts';
import { listen } from '../src/host/http-host.ts';

const host = await listen(
  async () => {
    const until = performance.now() + 2;
    while (performance.now() < until);
    return { status: 200, headers: {}, body: 'ok' };
  },
  {
    host: '127.0.0.1',
    port: 0,
    tls: null,
    limits: {
      bodyBytes: 1000,
      headerBytes: 8192,
      requestMilliseconds: 60_000,
      overload: JSON.parse(process.argv[2] ?? '{}'),
    },
    trustedProxies: trustedProxies([]),
    isEssential: (url) => url === '/health/live',
  },
);
process.stdout.write(`${host.address.port}\n`);

import { trustedProxies } from '../src/host/client-address.ts';
import { listen } from '../src/host/http-host.ts';
import type { TestApplication } from './application.ts';

/** Serves an application on a socket, for clients that send by themselves; its clock is set to the real time. */
export async function onSocket(context: TestApplication, work: (base: string) => Promise<void>): Promise<void> {
  context.clock.now = Date.now();
  const host = await listen(context.application.handle, {
    host: '127.0.0.1',
    port: 0,
    tls: null,
    trustedProxies: trustedProxies([]),
    limits: { bodyBytes: 1024 * 1024, headerBytes: 32 * 1024, requestMilliseconds: 10_000 },
  });
  try {
    await work(`http://127.0.0.1:${host.address.port}`);
  } finally {
    await host.close(0);
  }
}

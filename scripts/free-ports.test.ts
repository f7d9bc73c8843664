import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { freePorts } from './free-ports.ts';

async function busyPort(context: TestContext): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

test('ports that are in use are passed over', async (t) => {
  const busy = await busyPort(t);
  const first = await freePorts(3, undefined, busy - 1);
  assert.ok(first > busy, `${first} and the next two, not ${busy}`);
});

test('where ports were asked for it is these or none, and it is said which one is in use and how to choose', async (t) => {
  const busy = await busyPort(t);
  await assert.rejects(freePorts(1, busy, 0), { message: new RegExp(`^port ${busy} is in use\\..*PORT=`) });
});

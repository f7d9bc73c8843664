import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Agent, request } from 'undici';
import { checkedConnector } from './connector.ts';
import { failureOf } from './failure.ts';
import type { Resolve } from './resolve.ts';

// 127.0.0.2 stands for the public internet, 127.0.0.1 for what is inside.
const isAllowed = (address: string): boolean => address === '127.0.0.2';
const answerOf = (agent: Agent, url: string): Promise<string> =>
  request(url, { dispatcher: agent }).then(({ body }) => body.text(), failureOf);

test('the address that is checked is the one that is connected to, whatever the name resolves to a moment later', async () => {
  const server = createServer((request, response) => response.end(request.socket.localAddress));
  await new Promise<void>((ready) => server.listen(0, '0.0.0.0', ready));
  const { port } = server.address() as AddressInfo;
  const answers = ['127.0.0.2', '127.0.0.1', '127.0.0.1'];
  let asked = 0;
  const rebinding: Resolve = async () => [{ address: answers[asked++] ?? '', family: 4 }];
  const agent = new Agent({ connect: checkedConnector(rebinding, isAllowed, 1000), keepAliveTimeout: 1 });
  try {
    assert.equal(await answerOf(agent, `http://rebind.test:${port}/`), '127.0.0.2');
    assert.equal(asked, 1, 'the name is looked up once, so there is no second answer to fall for');
    await agent.destroy();
    const next = new Agent({ connect: checkedConnector(rebinding, isAllowed, 1000) });
    assert.equal(await answerOf(next, `http://rebind.test:${port}/`), 'forbidden_address');
  } finally {
    await agent.destroy();
    server.closeAllConnections();
    server.close();
  }
});

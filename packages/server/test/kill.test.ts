import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { adminToken, startServer } from './running-server.ts';

const KILLS = 20;
const STREAMS = 4;

interface Customer {
  id: number;
  email: string;
  default_billing?: string;
  addresses: { id: number; city: string }[];
}

test(`killed ${KILLS} times during a stream of writes, every acknowledged write is there and nothing is half-written`, {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-kill-'));
  const acknowledged: string[] = [];
  let attempted = 0;
  try {
    for (let round = 0; round < KILLS; round++) {
      const server = await startServer(folder);
      const headers = { authorization: `Bearer ${await adminToken(server.base)}`, 'content-type': 'application/json' };
      let running = true;
      const write = async (): Promise<void> => {
        while (running) {
          const email = `k${attempted++}@example.com`;
          const address = {
            firstname: 'K',
            lastname: 'K',
            street: ['1'],
            city: email,
            postcode: '1',
            telephone: '1',
            country_id: 'DE',
            default_billing: true,
          };
          try {
            const response = await fetch(`${server.base}/rest/V1/customers`, {
              method: 'POST',
              headers,
              body: JSON.stringify({
                customer: { email, firstname: 'K', lastname: 'K', addresses: [address, address] },
              }),
            });
            await response.text();
            if (response.status === 200) acknowledged.push(email);
          } catch {
            return;
          }
        }
      };
      const streams = Array.from({ length: STREAMS }, write);
      await new Promise((soon) => setTimeout(soon, 60 + ((round * 37) % 90)));
      await server.stop('SIGKILL');
      running = false;
      await Promise.all(streams);
    }
    assert.ok(acknowledged.length > KILLS, `only ${acknowledged.length} writes were acknowledged`);
    const server = await startServer(folder);
    try {
      const answer = await fetch(`${server.base}/rest/V1/customers/search?searchCriteria=`, {
        headers: { authorization: `Bearer ${await adminToken(server.base)}` },
      });
      const { items } = (await answer.json()) as { items: Customer[] };
      const byEmail = new Map(items.map((customer) => [customer.email, customer]));
      assert.deepEqual(
        acknowledged.filter((email) => !byEmail.has(email)),
        [],
      );
      for (const customer of items) {
        assert.deepEqual(
          customer.addresses.map((address) => address.city),
          [customer.email, customer.email],
        );
        assert.equal(customer.default_billing, String(customer.addresses.at(-1)?.id));
      }
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

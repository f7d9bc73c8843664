import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publishEvent } from '@tessera/modules';
import { data, defineModule, inputInvalid, int, type Module, required, string } from '@tessera/webapi';
import {
  CUSTOMER,
  createCustomer,
  deliver,
  deliveries,
  messageOf,
  subscribe,
  verified,
  withEndpoint,
} from './webhook-endpoint.ts';

/** Refuses customers called Refused, after the webhooks have heard of them. */
const refusing: Module = defineModule({
  name: 'Tessera_Refusing',
  requires: ['Tessera_Webhooks'],
  customerListeners: [
    ({ customer }) => {
      if (customer.firstname === 'Refused') throw inputInvalid(['Refused.']);
    },
  ],
});

test('an event of a transaction that is aborted never leaves', () =>
  withEndpoint(
    async (setting) => {
      const { context, bearer, callback } = setting;
      await subscribe(setting);
      const answer = await context.send({
        method: 'POST',
        url: '/rest/V1/customers',
        bearer,
        body: { customer: { ...CUSTOMER, firstname: 'Refused' } },
      });
      assert.deepEqual([answer.status, messageOf(answer.json)], [400, 'Refused.']);
      assert.equal(await deliver(setting), 0);
      assert.deepEqual(await deliveries(setting), []);
      await createCustomer(setting);
      await deliver(setting);
      assert.equal(callback.received.length, 1);
    },
    undefined,
    [refusing],
  ));

/** A module of one's own with an event of its own. */
const Badge = data('Acme\\Badges\\Api\\Data\\BadgeInterface', { id: required(int), title: required(string) });
const badges: Module = defineModule({
  name: 'Acme_Badges',
  requires: ['Tessera_Webhooks'],
  events: [
    { name: 'badge.awarded', description: 'A badge was awarded.', resource: 'Magento_Customer::customer', data: Badge },
  ],
});

test("a third party's module tells of events of its own; only what their type declares is sent", () =>
  withEndpoint(
    async (setting) => {
      const { secret } = await subscribe(setting, { events: ['badge.awarded'] });
      const call = setting.context.call();
      await call.db.transaction((db) => publishEvent(call, db, 'badge.awarded', { id: 7, title: 'Gold', note: 'x' }));
      await deliver(setting);
      const [received] = setting.callback.received;
      assert.ok(received);
      assert.deepEqual(verified(received, secret).data, { id: 7, title: 'Gold' });
    },
    undefined,
    [badges],
  ));

test('what nobody has subscribed to is not written down', () =>
  withEndpoint(async (setting) => {
    await subscribe(setting, { events: ['customer.deleted'] });
    await createCustomer(setting);
    const rows = await setting.context.call().db.query.selectFrom('webhook_event').select('id').execute();
    assert.deepEqual(rows, []);
  }));

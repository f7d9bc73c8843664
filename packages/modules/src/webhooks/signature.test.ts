import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { newMessageId, newWebhookSecret, signatureHeaders } from './signature.ts';

const now = () => Math.floor(Date.now() / 1000);

test("what is signed is good for the Standard Webhooks project's own library", () => {
  fc.assert(
    fc.property(fc.json(), (body) => {
      const secret = newWebhookSecret();
      const headers = signatureHeaders(secret, newMessageId(), now(), body);
      assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body));
    }),
  );
});

test('another body, secret, id or time is refused', () => {
  const secret = newWebhookSecret();
  const headers = signatureHeaders(secret, 'msg_1', now(), '{"a":1}');
  assert.throws(() => new Webhook(secret).verify('{"a":2}', headers));
  assert.throws(() => new Webhook(newWebhookSecret()).verify('{"a":1}', headers));
  assert.throws(() => new Webhook(secret).verify('{"a":1}', { ...headers, 'webhook-id': 'msg_2' }));
  const old = signatureHeaders(secret, 'msg_1', now() - 600, '{"a":1}');
  assert.throws(() => new Webhook(secret).verify('{"a":1}', old));
});

test('the example of the specification is signed as there', () => {
  const headers = signatureHeaders(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1614265330,
    '{"test": 2432232314}',
  );
  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

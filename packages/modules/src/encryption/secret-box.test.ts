import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { decryptSecret, encryptSecret, needsReencryption, SecretUnreadable } from './secret-box.ts';

const older = randomBytes(32);
const newer = randomBytes(32);

test('what was encrypted is decrypted in its context', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (secret, context) => {
      assert.equal(decryptSecret([older], encryptSecret([older], secret, context), context), secret.toWellFormed());
    }),
  );
});

test('the same secret never looks the same twice, and nothing of it shows', () => {
  const boxes = new Set(Array.from({ length: 50 }, () => encryptSecret([older], 'the secret', 'a')));
  assert.equal(boxes.size, 50);
  for (const box of boxes) assert.doesNotMatch(Buffer.from(box.split('.')[2] ?? '', 'base64url').toString(), /secret/);
});

test('a secret that was moved to another context cannot be read there', () => {
  assert.throws(
    () => decryptSecret([older], encryptSecret([older], 's', 'oauth_token:1'), 'oauth_token:2'),
    SecretUnreadable,
  );
});

test('a secret of which one bit was changed cannot be read', () => {
  const box = encryptSecret([older], 'secret', 'a');
  const [version, id, body = ''] = box.split('.');
  const bytes = Buffer.from(body, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.throws(
      () => decryptSecret([older], `${version}.${id}.${changed.toString('base64url')}`, 'a'),
      SecretUnreadable,
    );
  }
});

test('after a key was added, old secrets are still read and say that they should be encrypted anew', () => {
  const box = encryptSecret([older], 'secret', 'a');
  const keys = [older, newer];
  assert.equal(decryptSecret(keys, box, 'a'), 'secret');
  assert.equal(needsReencryption(keys, box), true);
  assert.equal(needsReencryption(keys, encryptSecret(keys, 'secret', 'a')), false);
});

test('without its key a secret is not read, and the message names neither key nor secret', () => {
  const box = encryptSecret([older], 'secret', 'a');
  assert.throws(
    () => decryptSecret([newer], box, 'a'),
    (error: Error) => error instanceof SecretUnreadable && !error.message.includes(older.toString('base64')),
  );
});

test('garbage is refused with the same error', () => {
  for (const garbage of ['', 'v1', 'v2.a.b', 'v1..', 'v1.a.b.c', `${encryptSecret([older], 's', 'a').slice(0, 16)}.AA`])
    assert.throws(() => decryptSecret([older], garbage, 'a'), SecretUnreadable);
});

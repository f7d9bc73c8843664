import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withApplication } from '../application.ts';

test('metrics are for the machine itself, not for whom a proxy on it speaks for', () =>
  withApplication(async ({ send }) => {
    const status = async (remoteAddress: string, headers = {}): Promise<number> =>
      (await send({ url: '/metrics', remoteAddress, headers })).status;
    assert.equal(await status('127.0.0.1'), 200);
    assert.equal(await status('::1'), 200);
    assert.equal(await status('192.0.2.1'), 403);
    assert.equal(await status('127.0.0.1', { 'x-forwarded-for': '192.0.2.1' }), 403);
    assert.equal(await status('127.0.0.1', { forwarded: 'for=192.0.2.1' }), 403);
    assert.equal(await status('127.0.0.1', { authorization: 'Bearer guess' }), 200);
    assert.equal(await status('192.0.2.1', { authorization: 'Bearer ' }), 403);
  }));

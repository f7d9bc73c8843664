import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_GRANTS, type Caller, GUEST, grantsOf } from '@tessera/webapi';
import { callerHash, readCaller, userOf, writeCaller } from './caller-record.ts';

const admin: Caller = {
  kind: 'admin',
  id: 3,
  username: 'clerk',
  roleId: 2,
  grants: grantsOf(['b', 'a']),
  proof: 'session',
  sessionId: 'secret of the session',
  confirmedAt: 7,
};
const customer: Caller = { kind: 'customer', id: 5, websiteId: 1, storeId: 1, groupId: 2, proof: 'token' };
const integration: Caller = {
  kind: 'integration',
  id: 9,
  name: 'crm',
  consumerId: 4,
  grants: ALL_GRANTS,
  proof: 'signature',
  tokenId: 11,
};

test('a caller comes back with the rights it had', () => {
  assert.deepEqual(readCaller(writeCaller(GUEST)), GUEST);
  assert.deepEqual(readCaller(writeCaller(customer)), customer);
  const { tokenId: _, ...withoutToken } = integration;
  assert.deepEqual(readCaller(writeCaller(integration)), withoutToken);
  const { sessionId: __, confirmedAt: ___, ...withoutSession } = admin;
  assert.deepEqual(readCaller(writeCaller(admin)), withoutSession);
});

test('nothing by which the caller could sign in is written down', () => {
  assert.doesNotMatch(writeCaller(admin), /session of|sessionId|secret/);
});

test('the same rights in another order are the same record', () => {
  const turned: Caller = { ...admin, grants: grantsOf(['a', 'b']) };
  assert.equal(callerHash(writeCaller(turned)), callerHash(writeCaller(admin)));
});

test('a caller is shown as Magento shows it', () => {
  assert.deepEqual(
    [userOf(GUEST), userOf(customer), userOf(admin), userOf(integration)],
    [
      { type: 4, id: 0 },
      { type: 3, id: 5 },
      { type: 2, id: 3 },
      { type: 1, id: 9 },
    ],
  );
});

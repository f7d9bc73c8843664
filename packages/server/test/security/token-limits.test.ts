import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readsOnly } from '@tessera/webapi';
import { type TestApplication, withApplication } from '../application.ts';
import { firstAdminToken } from '../people.ts';
import { manage } from '../third-party.ts';
import { type Attempt, allAttempts } from './bindings.ts';
import { type Attacker, limitedCallers } from './callers.ts';
import { changedTables, storedState } from './state.ts';

// The limits of an access token, by every binding of every route: of an integration that is granted everything.

type Tried = ReturnType<typeof allAttempts>[number];

async function expectRefusal(
  context: TestApplication,
  callers: readonly Attacker[],
  attempts: readonly Attempt[],
  refusal: { readonly status: number; readonly text: RegExp },
) {
  const { db } = context.application.database;
  const before = await storedState(db);
  for (const caller of callers) {
    const passed: string[] = [];
    for (const { name, request, read } of attempts) {
      const { status, text } = read(await caller.send(request(caller.store)));
      if (!refusal.text.test(text) || (status !== 0 && status !== refusal.status))
        passed.push(`${name}: ${status} ${text.slice(0, 200)}`);
    }
    assert.deepEqual(passed, [], `${caller.name} was not refused`);
  }
  assert.deepEqual(changedTables(before, await storedState(db)), []);
}

const withAttempts = (work: (context: TestApplication, root: string, attempts: readonly Tried[]) => Promise<void>) =>
  withApplication(async (context) =>
    work(context, await firstAdminToken(context), allAttempts(context.application.kernel)),
  );

test('a token for reading changes nothing by any binding of any route, and gets no secrets', { timeout: 120_000 }, () =>
  withAttempts(async (context, root, attempts) => {
    const callers = await limitedCallers(context, root, 'reader', { read_only: true });
    const writing = attempts.filter(({ route }) => !readsOnly(route.route) || route.route.identityCheck === true);
    assert.ok(writing.length > 200);
    await expectRefusal(context, callers, writing, { status: 403, text: /for reading only/ });
  }),
);

test('a token for one store view works at no other by any binding of any route', { timeout: 120_000 }, () =>
  withAttempts(async (context, root, attempts) => {
    const other = await manage<{ id: number }>(context, root, {
      method: 'POST',
      url: 'store/storeViews',
      body: { store: { code: 'other', name: 'Other', website_id: 1, store_group_id: 1, is_active: 1 } },
    });
    const callers = await limitedCallers(context, root, 'elsewhere', { store_ids: [other.id] });
    const open = attempts.filter(({ resources }) => !resources.includes('self'));
    await expectRefusal(context, callers, open, { status: 403, text: /not for the store view/ });
  }),
);

test(
  'a token that is limited to other addresses proves nothing by any binding of any route',
  { timeout: 120_000 },
  () =>
    withAttempts(async (context, root, attempts) => {
      const [signed, bare] = await limitedCallers(context, root, 'far', { allowed_addresses: ['203.0.113.0/24'] });
      const guarded = attempts.filter(({ resources }) => !resources.includes('anonymous'));
      assert.ok(signed !== undefined && bare !== undefined);
      // With the bare token it is a guest's call; a signature is refused for what is wrong with it.
      await expectRefusal(context, [bare], guarded, { status: 401, text: /authorized to access/ });
      await expectRefusal(context, [signed], guarded, { status: 401, text: /may not be used from/ });
    }),
);

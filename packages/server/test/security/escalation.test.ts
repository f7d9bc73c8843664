import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestApplication, withApplication } from '../application.ts';
import { firstAdminToken } from '../people.ts';
import { type Attempt, allAttempts } from './bindings.ts';
import { type Attacker, almostMighty, justEnough, poorCallers } from './callers.ts';
import { changedTables, storedState } from './state.ts';

// Every route of the installation, by every binding that offers it, for every kind of caller that lacks one of its
// resources. Nothing here is a list by hand: a route that is added tomorrow is tried tomorrow.

/** Tries what a caller lacks; returns how much that was. */
async function expectRefusals(context: TestApplication, caller: Attacker, attempts: readonly Attempt[]) {
  const { db } = context.application.database;
  const beyond = attempts.filter(({ resources }) => caller.lacks(resources));
  const before = await storedState(db);
  const passed: string[] = [];
  for (const { name, resources, request, read } of beyond) {
    const { status, refused, text } = read(await caller.send(request(caller.store)));
    // A WSDL of which the caller may use nothing is refused by the name of the service (recorded).
    const named = refused === resources.join(', ') || (status === 0 && refused !== null && /V1$/.test(refused));
    if (!named || (status !== 0 && status !== 401)) passed.push(`${name}: ${status} ${text.slice(0, 200)}`);
  }
  assert.deepEqual(passed, [], `${caller.name} was not refused`);
  assert.deepEqual(changedTables(before, await storedState(db)), [], `${caller.name} has changed something`);
  return beyond.length;
}

test(
  'guests, customers, and admins and integrations without resources are refused by every binding of every route, and change nothing',
  {
    timeout: 240_000,
  },
  () =>
    withApplication(async (context) => {
      const attempts = allAttempts(context.application.kernel);
      for (const caller of await poorCallers(context))
        assert.ok((await expectRefusals(context, caller, attempts)) > 300, `${caller.name} has tried too little`);
    }),
);

test(
  'whoever holds everything but one resource is refused by every binding of every route that needs it',
  {
    timeout: 240_000,
  },
  () =>
    withApplication(async (context) => {
      const root = await firstAdminToken(context);
      const attempts = allAttempts(context.application.kernel);
      const needed = new Set(attempts.flatMap(({ resources }) => resources));
      needed.delete('anonymous');
      needed.delete('Magento_Backend::admin');
      assert.ok(needed.size > 10);
      for (const resource of needed)
        for (const caller of await almostMighty(context, root, resource))
          assert.ok((await expectRefusals(context, caller, attempts)) > 0, `${caller.name} has tried nothing`);
    }),
);

/** The second factor is that of a person: an integration has none, whatever it is granted. */
const PERSONAL = /TwoFactorAuthSecondFactor|\/V1\/tfa\/own/;

test('whoever holds exactly what a route needs is let through by every binding', { timeout: 240_000 }, () =>
  withApplication(async (context) => {
    const attempts = allAttempts(context.application.kernel);
    const lists = new Map(attempts.map(({ resources }) => [resources.join(', '), resources]));
    const refusedTo: string[] = [];
    for (const [named, resources] of lists) {
      const needing = attempts.filter((attempt) => attempt.resources.join(', ') === named);
      for (const caller of await justEnough(context, resources))
        for (const { name, request, read } of needing) {
          if (caller.name.startsWith('integration') && PERSONAL.test(name)) continue;
          const refused = async (send: Attacker['send']) => read(await send(request(caller.store))).refused === named;
          if ((await refused(caller.send)) && (await refused(await caller.renewed())))
            refusedTo.push(`${name} to ${caller.name}`);
        }
    }
    assert.deepEqual(refusedTo, []);
  }),
);

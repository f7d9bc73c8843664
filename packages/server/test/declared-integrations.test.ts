import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Module } from '@tessera/webapi';
import { createApplication } from '../src/application.ts';
import { withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';
import {
  createIntegration,
  credentialsOf,
  manage,
  type ShownCredentials,
  type ShownIntegration,
  signed,
} from './third-party.ts';

const messageOf = (json: unknown): string => (json as { message: string }).message;

const declaring = (resources: readonly string[], more: object = {}): Module => ({
  name: 'Vendor_Declared',
  integrations: [{ name: 'Declared CRM', email: 'dev@example.com', resources, ...more }],
});

test('an integration that a module declares appears, cannot be edited, and is reset when its declaration changes', () =>
  withApplication(
    async (context) => {
      const bearer = await firstAdminToken(context);
      const [declared] = (
        await manage<{ items: ShownIntegration[] }>(context, bearer, { url: 'integrations?searchCriteria=' })
      ).items;
      assert.ok(declared);
      assert.deepEqual([declared.name, declared.setup_type, declared.status], ['Declared CRM', 1, 0]);
      assert.deepEqual(declared.resources, [
        'Magento_Backend::admin',
        'Magento_Customer::customer',
        'Magento_Customer::manage',
      ]);
      const edited = await context.send({
        method: 'PUT',
        url: `/rest/V1/integrations/${declared.id}`,
        bearer,
        body: { integration: { name: 'Mine' } },
      });
      assert.deepEqual(
        [edited.status, messageOf(edited.json)],
        [400, "The integrations created in the config file can't be edited."],
      );
      const deleted = await context.send({ method: 'DELETE', url: `/rest/V1/integrations/${declared.id}`, bearer });
      assert.deepEqual(
        [deleted.status, deleted.json],
        [400, { message: "Uninstall the extension to remove integration '%1'.", parameters: ['Declared CRM'] }],
      );
      const issued = credentialsOf(
        await manage<ShownCredentials>(context, bearer, {
          method: 'POST',
          url: `integrations/${declared.id}/activate`,
          body: {},
        }),
      );

      const restart = async (modules: readonly Module[]): Promise<ShownIntegration[]> => {
        const log = { error: () => {}, info: () => {} };
        const again = await createApplication({
          database: context.database,
          varFolder: context.varFolder,
          basePath: '',
          keys: context.call().ports.keys,
          modules,
          log,
        });
        await again.close();
        return (await manage<{ items: ShownIntegration[] }>(context, bearer, { url: 'integrations?searchCriteria=' }))
          .items;
      };
      assert.deepEqual(
        (await restart([declaring(['Magento_Customer::manage'])])).map((item) => item.status),
        [1],
        'an unchanged declaration changes nothing',
      );
      const [reset] = await restart([declaring(['Magento_Customer::manage', 'Magento_Sales::actions_view'])]);
      assert.deepEqual([reset?.id, reset?.status], [declared.id, 2]);
      assert.notEqual(reset?.consumer_key, declared.consumer_key);
      assert.equal((await context.send(signed(context, issued, { url: '/rest/V1/store/websites' }))).status, 401);
      assert.deepEqual(
        (await restart([])).map((item) => item.status),
        [2],
        'a process without the module leaves it alone',
      );
    },
    { modules: [declaring(['Magento_Customer::manage'])] },
  ));

test('a declaration does not take over an integration that was made by hand', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    await createIntegration(context, bearer, { name: 'declared crm', email: 'mine@example.com' });
    const logged: string[] = [];
    const log = { error: (_: object, message: string) => void logged.push(message), info: () => {} };
    const again = await createApplication({
      database: context.database,
      varFolder: context.varFolder,
      basePath: '',
      keys: context.call().ports.keys,
      modules: [declaring(['Magento_Customer::manage'])],
      log,
    });
    await again.close();
    const { items } = await manage<{ items: ShownIntegration[] }>(context, bearer, {
      url: 'integrations?searchCriteria=',
    });
    assert.deepEqual(
      items.map((item) => [item.name, item.setup_type]),
      [['declared crm', 0]],
    );
    assert.equal(logged.length, 1);
  }));

test('without its module, a declared integration can be deleted', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const log = { error: () => {}, info: () => {} };
    const other = await createApplication({
      database: context.database,
      varFolder: context.varFolder,
      basePath: '',
      keys: context.call().ports.keys,
      modules: [declaring(['Magento_Customer::manage'])],
      log,
    });
    await other.close();
    const { items } = await manage<{ items: ShownIntegration[] }>(context, bearer, {
      url: 'integrations?searchCriteria=',
    });
    assert.deepEqual(
      items.map((item) => item.setup_type),
      [1],
    );
    assert.equal(await manage(context, bearer, { method: 'DELETE', url: `integrations/${items[0]?.id}` }), true);
  }));

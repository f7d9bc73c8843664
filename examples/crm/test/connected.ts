import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type FakeIntegration, type FakeStore, startFakeStore } from '../../../packages/connect/test/fake-store.ts';
import { eventually, type RunningCrm, startCrm, Visitor } from './visitor.ts';

export interface Connected {
  readonly crm: RunningCrm;
  readonly store: FakeStore;
  readonly integration: FakeIntegration;
  readonly visitor: Visitor;
  /** The connection's id. */
  readonly id: string;
}

/** A CRM, a store that is connected with the account of ann@example.com, and its customers imported. */
export async function connected(t: TestContext, customers = 3): Promise<Connected> {
  const crm = await startCrm(t);
  const store = await startFakeStore(customers);
  t.after(store.close);
  const integration = integrationOf(crm, store);
  const visitor = new Visitor(crm.origin);
  await visitor.signUp('ann@example.com');
  const seen = await visitor.agree(await integration.activate());
  assert.equal(seen.location, `${store.url}admin/integration/loginSuccessCallback/`);
  const [connection] = await crm.crm.connect.connections('1');
  const id = connection?.id ?? '';
  await eventually(
    () => crm.crm.progress.of(id).state === 'idle' && crm.crm.progress.of(id).finishedAt !== null,
    'import',
  );
  return { crm, store, integration, visitor, id };
}

export const integrationOf = ({ origin }: RunningCrm, store: FakeStore): FakeIntegration =>
  store.addIntegration(`${origin}/connect/callback`, `${origin}/connect/login`);

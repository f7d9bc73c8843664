import type { Db } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { type ShownIntegration, showIntegration } from './integration-rows.ts';

/** What became of an integration, told inside the transaction that makes it so. */
export interface IntegrationChange {
  readonly kind: 'created' | 'activated' | 'reauthorized' | 'deleted';
  readonly integration: ShownIntegration;
}

/** Hears of every change. What it writes through `db` stands or falls with the change; throwing refuses the change. */
export type IntegrationListener = (change: IntegrationChange, call: Call, db: Db) => Promise<void> | void;

declare module '@tessera/webapi' {
  interface Module {
    readonly integrationListeners?: readonly IntegrationListener[];
  }
}

/** To be called in the transaction of the change; before the rows go where the integration is deleted. */
export async function tellOfIntegration(
  call: Call,
  db: Db,
  kind: IntegrationChange['kind'],
  id: number,
): Promise<ShownIntegration> {
  const integration = await showIntegration(db, id);
  for (const module of call.ports.modules)
    for (const listener of module.integrationListeners ?? []) await listener({ kind, integration }, call, db);
  return integration;
}

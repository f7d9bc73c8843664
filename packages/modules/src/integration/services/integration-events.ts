import type { Db } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { type ShownIntegration, showIntegration } from './integration-rows.ts';
import type { ShownToken } from './shown-token.ts';

/** What became of an integration, told inside the transaction that makes it so. */
export interface IntegrationChange {
  readonly kind: 'created' | 'updated' | 'activated' | 'reauthorized' | 'deleted';
  readonly integration: ShownIntegration;
}
/** What became of an access token of an integration. */
export interface TokenChange {
  readonly kind: 'token_issued' | 'token_changed' | 'token_rotated' | 'token_revoked';
  readonly integration: ShownIntegration;
  /** Without its secrets. */
  readonly token: ShownToken;
}

/** Hears of every change. What it writes through `db` stands or falls with the change; throwing refuses the change. */
export type IntegrationListener = (change: IntegrationChange | TokenChange, call: Call, db: Db) => Promise<void> | void;

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
  await tell({ kind, integration }, call, db);
  return integration;
}

/** To be called in the transaction of the change. @param token as it is afterwards */
export async function tellOfToken(
  call: Call,
  db: Db,
  kind: TokenChange['kind'],
  id: number,
  token: ShownToken,
): Promise<void> {
  await tell({ kind, integration: await showIntegration(db, id), token }, call, db);
}

async function tell(change: IntegrationChange | TokenChange, call: Call, db: Db): Promise<void> {
  for (const module of call.ports.modules)
    for (const listener of module.integrationListeners ?? []) await listener(change, call, db);
}

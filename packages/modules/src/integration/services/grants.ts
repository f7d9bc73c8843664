import type { Db } from '@tessera/database';
import { ALL_GRANTS, type Call, type Grants, grantsOf } from '@tessera/webapi';
import { requireHeld } from '../../authorization/delegation.ts';
import type { IntegrationRow } from './integration-rows.ts';

/** What an integration is granted now. */
export async function grantsOfIntegration(
  db: Db,
  { id, all_resources }: Pick<IntegrationRow, 'id' | 'all_resources'>,
): Promise<Grants> {
  if (all_resources === 1) return ALL_GRANTS;
  const rows = await db.query
    .selectFrom('integration_resource')
    .select('resource')
    .where('integration_id', '=', id)
    .execute();
  return grantsOf(rows.map((row) => row.resource));
}

/**
 * Only who holds what an integration is granted may change it or come by its secrets.
 * @throws WebapiError `not_authorized`
 */
export const requireHeldOf = async (call: Call, db: Db, row: IntegrationRow): Promise<void> =>
  requireHeld(call, await grantsOfIntegration(db, row));

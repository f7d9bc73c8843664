import type { Db } from '@tessera/database';
import { ALL_GRANTS, type Grants, grantsOf, type IntegrationCaller } from '@tessera/webapi';
import { integrationRow } from '../integration/services/integration-rows.ts';
import { STATUS } from '../integration/tables.ts';

export interface Subscriber {
  /** The integration with what it is granted now. */
  readonly caller: IntegrationCaller;
  readonly active: boolean;
}

/** An integration as the one that hears of events. @throws WebapiError `integration_unknown` */
export async function subscriberOf(db: Db, integrationId: number): Promise<Subscriber> {
  const row = await integrationRow(db, integrationId);
  return {
    active: row.status === STATUS.active,
    caller: {
      kind: 'integration',
      id: row.id,
      name: row.name,
      consumerId: row.consumer_id,
      grants: row.all_resources === 1 ? ALL_GRANTS : await listedGrants(db, row.id),
      proof: 'none',
    },
  };
}

async function listedGrants(db: Db, integrationId: number): Promise<Grants> {
  const rows = await db.query
    .selectFrom('integration_resource')
    .select('resource')
    .where('integration_id', '=', integrationId)
    .execute();
  return grantsOf(rows.map((row) => row.resource));
}

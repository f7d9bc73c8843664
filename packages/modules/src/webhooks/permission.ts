import type { Db } from '@tessera/database';
import type { IntegrationCaller } from '@tessera/webapi';
import { grantsOfIntegration } from '../integration/services/grants.ts';
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
      grants: await grantsOfIntegration(db, row),
      proof: 'none',
    },
  };
}

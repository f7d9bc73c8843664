import { byCodePoint, type Db, rowsToChange } from '@tessera/database';
import type { Output } from '@tessera/webapi';
import { type Selectable, sql } from 'kysely';
import type { Integration } from '../contract/data.ts';
import { integrationUnknown } from '../errors.ts';
import type { IntegrationTable } from '../tables.ts';

export type IntegrationRow = Selectable<IntegrationTable>;
export type ShownIntegration = Output<typeof Integration> & {
  readonly id: number;
  readonly name: string;
  readonly status: number;
};

const byId = (db: Db, id: number) => db.query.selectFrom('integration').selectAll().where('id', '=', id);

function existing(row: IntegrationRow | undefined, id: number): IntegrationRow {
  if (row === undefined) throw integrationUnknown([String(id)]);
  return row;
}

/** An integration as it is stored. @throws WebapiError `integration_unknown` */
export const integrationRow = async (db: Db, id: number): Promise<IntegrationRow> =>
  existing(await byId(db, id).executeTakeFirst(), id);

/**
 * The same, changed or deleted by nobody else until the transaction ends: for whatever changes an integration or adds
 * something to it. @throws WebapiError `integration_unknown`
 */
export const integrationRowToChange = async (db: Db, id: number): Promise<IntegrationRow> =>
  existing(await rowsToChange(db, byId(db, id)).executeTakeFirst(), id);

/** Whether an integration is there; then nobody else changes or deletes it until the transaction ends. */
export const keepIntegration = async (db: Db, id: number): Promise<boolean> =>
  (await rowsToChange(db, db.query.selectFrom('integration').select('id').where('id', '=', id)).executeTakeFirst()) !==
  undefined;

/** Rows as the API shows them, with consumer key and resources. */
export async function showIntegrations(db: Db, rows: readonly IntegrationRow[]): Promise<ShownIntegration[]> {
  if (rows.length === 0) return [];
  const consumers = await db.query
    .selectFrom('oauth_consumer')
    .select(['id', 'consumer_key'])
    .where(
      'id',
      'in',
      rows.map((row) => row.consumer_id),
    )
    .execute();
  const resources = await db.query
    .selectFrom('integration_resource')
    .selectAll()
    .where(
      'integration_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy(byCodePoint(sql.ref('resource'), db.dialect))
    .execute();
  const keys = new Map(consumers.map((row) => [row.id, row.consumer_key]));
  const byIntegration = Map.groupBy(resources, (row) => row.integration_id);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    endpoint: row.endpoint,
    identity_link_url: row.identity_link_url,
    status: row.status,
    setup_type: row.setup_type,
    consumer_id: row.consumer_id,
    consumer_key: keys.get(row.consumer_id) ?? null,
    all_resources: row.all_resources === 1,
    resources: (byIntegration.get(row.id) ?? []).map((entry) => entry.resource),
    rate_limit: row.rate_limit,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }));
}

/** One integration as the API shows it. @throws WebapiError `integration_unknown` */
export async function showIntegration(db: Db, id: number): Promise<ShownIntegration> {
  const [shown] = await showIntegrations(db, [await integrationRow(db, id)]);
  return shown as ShownIntegration;
}

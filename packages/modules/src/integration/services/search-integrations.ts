import { type CriteriaField, type FieldLookup, pageCriteria, whereCriteria } from '@tessera/database';
import type { Call, Criteria, Output } from '@tessera/webapi';
import { sql } from 'kysely';
import type { IntegrationSearchResults } from '../contract/data.ts';
import { showIntegrations } from './integration-rows.ts';
import { integrationsWithUse } from './integration-use.ts';

const field = (name: string, kind: CriteriaField['kind']): [string, CriteriaField] => [
  name,
  { column: sql.ref(`integration.${name}`), kind },
];
const FIELDS = new Map<string, CriteriaField>([
  ['id', { column: sql.ref('integration.id'), kind: 'number', required: true }],
  field('name', 'text'),
  field('email', 'text'),
  field('endpoint', 'text'),
  field('identity_link_url', 'text'),
  field('status', 'number'),
  field('setup_type', 'number'),
  field('consumer_id', 'number'),
  field('all_resources', 'number'),
  field('created_at', 'date'),
  field('updated_at', 'date'),
]);

/** Integrations that fit the criteria. @throws WebapiError for an unknown field */
export async function searchIntegrations(
  call: Pick<Call, 'db' | 'settings'>,
  criteria: Criteria,
): Promise<Output<typeof IntegrationSearchResults>> {
  const { db } = call;
  const { integrations, fields } = integrationsWithUse(call, criteria);
  const fieldOf: FieldLookup = (name) => FIELDS.get(name) ?? fields.get(name) ?? null;
  const matching = whereCriteria(integrations, criteria, fieldOf, db.dialect);
  const { count } = await matching.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const rows = await pageCriteria(
    matching.selectAll('integration'),
    criteria,
    fieldOf,
    db.dialect,
    sql.ref('integration.id'),
  ).execute();
  return {
    items: await showIntegrations(db, rows),
    search_criteria: criteria.echo as never,
    total_count: Number(count),
  };
}

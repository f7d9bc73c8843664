import { type CriteriaField, pageCriteria, whereCriteria } from '@tessera/database';
import type { Call, Criteria, Output } from '@tessera/webapi';
import { sql } from 'kysely';
import type { IntegrationSearchResults } from '../contract/data.ts';
import { showIntegrations } from './integration-rows.ts';

const field = (name: string, kind: CriteriaField['kind']): [string, CriteriaField] => [
  name,
  { column: sql.ref(`integration.${name}`), kind },
];
const FIELDS = new Map<string, CriteriaField>([
  field('id', 'number'),
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
const fieldOf = (name: string): CriteriaField | null => FIELDS.get(name) ?? null;

/** Integrations that fit the criteria. @throws WebapiError for an unknown field */
export async function searchIntegrations(
  { db }: Pick<Call, 'db'>,
  criteria: Criteria,
): Promise<Output<typeof IntegrationSearchResults>> {
  const matching = whereCriteria(db.query.selectFrom('integration'), criteria, fieldOf, db.dialect);
  const { count } = await matching.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const rows = await pageCriteria(
    matching.selectAll('integration'),
    criteria,
    fieldOf,
    sql.ref('integration.id'),
  ).execute();
  return {
    items: await showIntegrations(db, rows),
    search_criteria: criteria.echo as never,
    total_count: Number(count),
  };
}

import { type CriteriaField, type Db, type DialectName, dateTime } from '@tessera/database';
import type { Call, Criteria } from '@tessera/webapi';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { tokenMaximumAge } from '../settings.ts';

type Context = Pick<Call, 'db' | 'settings'>;

/** Stands for the end of what does not end; behind every date. */
const NEVER = '9999-12-31 23:59:59';
/** Stands, in an order, for what has no end because it never began; behind `NEVER`. */
const NO_ACCESS = '9999-12-31 24:00:00';

/** When a token ends, by itself or by the policy: `endOf` of its limits, for the database. */
function tokenEnd({ db, settings }: Context): RawBuilder<string | null> {
  const own = sql<string | null>`oauth_token.expires_at`;
  const days = settings.get(tokenMaximumAge);
  if (days === 0) return own;
  const latest =
    db.dialect === 'sqlite'
      ? sql<string>`datetime(oauth_token.created_at, ${`+${days} days`})`
      : sql<string>`to_char(oauth_token.created_at::timestamp + make_interval(days => ${days}::int), 'YYYY-MM-DD HH24:MI:SS')`;
  return sql`case when ${own} < ${latest} then ${own} else ${latest} end`;
}

/** When the last of some tokens ends or has ended; `NEVER` where one does not, null where there is none. */
function lastEnd(call: Context): RawBuilder<string | null> {
  const end = tokenEnd(call);
  return sql`case when count(*) = 0 then null when count(${end}) < count(*) then ${sql.lit(NEVER)} else max(${end}) end`;
}
const isAccess = sql<SqlBool>`oauth_token.type = 'access' and oauth_token.revoked = 0`;

const USED_AT: Readonly<Record<DialectName, RawBuilder<unknown>>> = {
  sqlite: sql`strftime('%Y-%m-%d %H:%M:%S', integration_use.last_used_at / 1000, 'unixepoch')`,
  postgres: sql`to_char(to_timestamp(integration_use.last_used_at / 1000) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')`,
};
/** Fields that say how an integration is used: who never called stands before all, what never ends behind all that does. */
const fieldsOf = (dialect: DialectName): ReadonlyMap<string, CriteriaField> =>
  new Map<string, CriteriaField>([
    ['last_used_at', { column: USED_AT[dialect], kind: 'date', order: sql`coalesce(integration_use.last_used_at, 0)` }],
    [
      'expires_at',
      {
        column: sql`nullif(access.ends, ${sql.lit(NEVER)})`,
        kind: 'date',
        order: sql`coalesce(access.ends, ${sql.lit(NO_ACCESS)})`,
      },
    ],
    ['has_access', { column: sql`case when access.ends is null then 0 else 1 end`, kind: 'number' }],
  ]);

/** The integrations, with what criteria ask of their use beside them. */
export function integrationsWithUse(call: Context, criteria: Criteria) {
  const asked = new Set([...criteria.groups.flat(), ...criteria.sort].map(({ field }) => field));
  const { query } = call.db;
  let integrations = query.selectFrom('integration');
  if (asked.has('last_used_at'))
    integrations = integrations.leftJoin(
      'integration_use',
      'integration_use.integration_id',
      'integration.id',
    ) as typeof integrations;
  if (asked.has('expires_at') || asked.has('has_access')) {
    // All ends at once: asking for each in turn takes several times as long.
    const access = query
      .selectFrom('oauth_token')
      .select(['oauth_token.consumer_id', lastEnd(call).as('ends')])
      .where(isAccess)
      .groupBy('oauth_token.consumer_id')
      .as('access');
    integrations = integrations.leftJoin(
      access,
      'access.consumer_id',
      'integration.consumer_id',
    ) as typeof integrations;
  }
  return { integrations, fields: fieldsOf(call.db.dialect) };
}

/** The last use of integrations and the end of their access, in the order of the ids. */
export async function useOf(call: Context, ids: readonly number[]) {
  if (ids.length === 0) return [];
  const rows = await rowsOf(call.db, ids, lastEnd(call));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((integration_id) => {
    const row = byId.get(integration_id);
    if (row === undefined) return [];
    return [
      {
        integration_id,
        last_used_at: row.last_used_at === null ? null : dateTime(Number(row.last_used_at)),
        has_access: row.ends !== null,
        expires_at: row.ends === NEVER ? null : row.ends,
      },
    ];
  });
}

const rowsOf = ({ query }: Db, ids: readonly number[], ends: RawBuilder<string | null>) =>
  query
    .selectFrom('integration')
    .leftJoin('integration_use', 'integration_use.integration_id', 'integration.id')
    .select(['integration.id', 'integration_use.last_used_at'])
    .select(
      sql<
        string | null
      >`(select ${ends} from oauth_token where oauth_token.consumer_id = integration.consumer_id and ${isAccess})`.as(
        'ends',
      ),
    )
    .where('integration.id', 'in', ids)
    .execute();

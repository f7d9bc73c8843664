import { dateTime } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { endOf, hasExpired, tokenLimits } from '../../integration/oauth/limits.ts';

/** When the access of integrations ends, in milliseconds since the epoch; null where it does not. */
async function endsOf(call: Call, ids: readonly number[]): Promise<ReadonlyMap<number, number | null>> {
  const rows = await call.db.query
    .selectFrom('oauth_token')
    .innerJoin('integration', 'integration.consumer_id', 'oauth_token.consumer_id')
    .selectAll('oauth_token')
    .select('integration.id as integration_id')
    .where('integration.id', 'in', ids)
    .where('type', '=', 'access')
    .where('revoked', '=', 0)
    .execute();
  const ends = new Map<number, number | null>();
  for (const { integration_id, ...row } of rows) {
    const limits = tokenLimits(row);
    if (hasExpired(call, limits)) continue;
    const [end, before] = [endOf(limits, call), ends.get(integration_id)];
    ends.set(integration_id, end === null || before === null ? null : Math.max(end, before ?? 0));
  }
  return ends;
}

/** The last use of integrations and the end of their access. */
export async function useOf(call: Call, ids: readonly number[]) {
  if (ids.length === 0) return [];
  const used = await call.db.query
    .selectFrom('integration_use')
    .selectAll()
    .where('integration_id', 'in', ids)
    .execute();
  const ends = await endsOf(call, ids);
  const lastUse = new Map(used.map((row) => [row.integration_id, Number(row.last_used_at)]));
  return ids.flatMap((integration_id) => {
    const [last, end] = [lastUse.get(integration_id), ends.get(integration_id) ?? null];
    if (last === undefined && end === null) return [];
    return [
      {
        integration_id,
        last_used_at: last === undefined ? null : dateTime(last),
        expires_at: end === null ? null : dateTime(end),
      },
    ];
  });
}

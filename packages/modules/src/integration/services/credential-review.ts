import { dateTime } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { endOf, hasExpired, tokenLimits } from '../oauth/limits.ts';
import { staleAfter } from '../settings.ts';
import { STATUS } from '../tables.ts';

const DAY_MS = 86_400_000;
const SOON_MS = 7 * DAY_MS;

/**
 * Access tokens of active integrations that somebody should look at: not used for a while, or about to end.
 * @param days without use; undefined for the setting's
 */
export async function reviewCredentials(call: Call, days: number | undefined) {
  const now = call.now();
  const since = now - Math.max(0, days ?? call.settings.get(staleAfter)) * DAY_MS;
  const rows = await call.db.query
    .selectFrom('oauth_token')
    .innerJoin('integration', 'integration.consumer_id', 'oauth_token.consumer_id')
    .leftJoin('oauth_token_use', 'oauth_token_use.token_id', 'oauth_token.id')
    .selectAll('oauth_token')
    .select(['integration.id as integration_id', 'integration.name as integration_name', 'last_used_at'])
    .where('type', '=', 'access')
    .where('revoked', '=', 0)
    .where('integration.status', '=', STATUS.active)
    .orderBy('integration.id')
    .orderBy('oauth_token.id')
    .execute();
  return rows.flatMap(({ last_used_at, integration_id, integration_name, ...row }) => {
    const limits = tokenLimits(row);
    if (hasExpired(call, limits)) return [];
    const end = endOf(limits, call);
    const used = last_used_at === null ? null : Number(last_used_at);
    const stale = (used ?? limits.createdAt) <= since;
    const endsSoon = end !== null && end <= now + SOON_MS;
    if (!stale && !endsSoon) return [];
    return [
      {
        integration_id,
        integration_name,
        token_id: row.id,
        label: row.label,
        reason: !stale ? 'expires_soon' : used === null ? 'never_used' : 'unused',
        created_at: row.created_at,
        last_used_at: used === null ? null : dateTime(used),
        ends_at: end === null ? null : dateTime(end),
      },
    ];
  });
}

import { dateTime } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { endOf, hasExpired, listOf, tokenLimits } from '../oauth/limits.ts';
import type { TokenPair } from '../oauth/secrets.ts';
import type { TokenRow } from '../oauth/tokens.ts';

export type ShownToken = ReturnType<typeof showToken>;

/** A token as the API shows it. @param pair only when it was just issued */
export function showToken(call: Call, row: TokenRow, lastUsed: number | null, pair: TokenPair | null = null) {
  const limits = tokenLimits(row);
  const end = endOf(limits, call);
  const live = row.retired === 1 ? 'retiring' : 'active';
  return {
    id: row.id,
    label: row.label,
    state: row.revoked === 1 ? 'revoked' : hasExpired(call, limits) ? 'expired' : live,
    expires_at: row.expires_at,
    ends_at: end === null ? null : dateTime(end),
    allowed_addresses: [...(listOf(row.allowed_addresses) ?? [])],
    store_ids: (listOf(row.store_ids) ?? []).map(Number),
    read_only: row.read_only === 1,
    created_at: row.created_at,
    last_used_at: lastUsed === null ? null : dateTime(lastUsed),
    access_token: pair?.token ?? null,
    access_token_secret: pair?.secret ?? null,
  };
}

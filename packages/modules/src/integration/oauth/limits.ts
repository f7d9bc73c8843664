import { BlockList, isIP } from 'node:net';
import type { Call, TokenLimit } from '@tessera/webapi';
import { tokenMaximumAge } from '../settings.ts';

/** What an access token is limited to. */
export interface TokenLimits {
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly addresses: BlockList | null;
  readonly stores: ReadonlySet<number> | null;
  readonly readOnly: boolean;
}
export interface StoredLimits {
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly allowed_addresses: string | null;
  readonly store_ids: string | null;
  readonly read_only: number;
}

const DAY_MS = 86_400_000;
export const millisecondsOf = (dateTime: string): number => Date.parse(`${dateTime.replace(' ', 'T')}Z`);
export const listOf = (stored: string | null): readonly string[] | null => stored?.split(',') ?? null;

/** The limits of a token as they are checked. */
export const tokenLimits = (row: StoredLimits): TokenLimits => ({
  createdAt: millisecondsOf(row.created_at),
  expiresAt: row.expires_at === null ? null : millisecondsOf(row.expires_at),
  addresses: row.allowed_addresses === null ? null : networksOf(row.allowed_addresses.split(',')),
  stores: row.store_ids === null ? null : new Set(row.store_ids.split(',').map(Number)),
  readOnly: row.read_only === 1,
});

/** What a token is limited to, beside reading. */
export const limitedToOf = ({ addresses, stores }: TokenLimits): readonly TokenLimit[] => [
  ...(addresses === null ? [] : (['addresses'] as const)),
  ...(stores === null ? [] : (['stores'] as const)),
];

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Whether a text is an address, or a network such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined || address.includes('%')) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

/** Addresses and networks as one list. */
export function networksOf(entries: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    if (bits === undefined) networks.addAddress(address, familyOf(address));
    else networks.addSubnet(address, Number(bits), familyOf(address));
  }
  return networks;
}

/** When a token ends, by itself or by the policy; null for never. */
export function endOf({ createdAt, expiresAt }: TokenLimits, { settings }: Pick<Call, 'settings'>): number | null {
  const days = settings.get(tokenMaximumAge);
  if (days === 0) return expiresAt;
  return Math.min(expiresAt ?? Infinity, createdAt + days * DAY_MS);
}

/** Whether the time of a token is over. */
export function hasExpired(call: Pick<Call, 'settings' | 'now'>, limits: TokenLimits): boolean {
  const end = endOf(limits, call);
  return end !== null && end <= call.now();
}

/** Whether a token may be used from the address that the call came from. */
export function mayComeFrom({ remoteAddress }: Pick<Call, 'remoteAddress'>, { addresses }: TokenLimits): boolean {
  return addresses === null || (isIP(remoteAddress) !== 0 && addresses.check(remoteAddress, familyOf(remoteAddress)));
}

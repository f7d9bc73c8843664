import { dateTime } from '@tessera/database';
import { type Call, fieldRequired, type Input, inputInvalid, invalidFieldValue } from '@tessera/webapi';
import { storesOf } from '../../store/stores.ts';
import type { AccessToken } from '../contract/token-management.ts';
import { isNetwork } from '../oauth/limits.ts';

export type TokenInput = Input<typeof AccessToken>;
/** The columns that a client may set. */
export interface TokenColumns {
  readonly label?: string;
  readonly expires_at?: string | null;
  readonly allowed_addresses?: string | null;
  readonly store_ids?: string | null;
  readonly read_only?: 0 | 1;
}

const MAX_LABEL = 255;
const MAX_ADDRESSES = 100;
const MOMENT = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$/;

function labelOf(label: string): string {
  const trimmed = label.trim();
  if (trimmed === '') throw fieldRequired({ fieldName: 'label' });
  if (/[\x00-\x1f\x7f]/.test(trimmed)) throw invalidFieldValue({ value: trimmed, fieldName: 'label' });
  if (trimmed.length > MAX_LABEL) throw inputInvalid([`The label must not be longer than ${MAX_LABEL} characters.`]);
  return trimmed;
}

/** Whether the calendar has it: 31 February would be taken for 3 March. */
function isDay(day: string): boolean {
  const moment = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(day);
}

function expiryOf(text: string, now: number): string | null {
  if (text === '') return null;
  const iso = text.replace(' ', 'T');
  if (!isDay(iso.slice(0, 10))) throw invalidFieldValue({ value: text, fieldName: 'expires_at' });
  const moment = MOMENT.test(text) ? Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`) : Number.NaN;
  if (!(moment > now)) throw invalidFieldValue({ value: text, fieldName: 'expires_at' });
  return dateTime(moment);
}

function addressesOf(entries: readonly (string | null)[]): string | null {
  const wanted = entries.map((entry) => (entry ?? '').trim());
  if (wanted.length > MAX_ADDRESSES)
    throw inputInvalid([`A token can be limited to ${MAX_ADDRESSES} addresses at most.`]);
  for (const value of wanted) if (!isNetwork(value)) throw invalidFieldValue({ value, fieldName: 'allowed_addresses' });
  return wanted.length === 0 ? null : [...new Set(wanted)].join(',');
}

function storesGiven(call: Call, ids: readonly (number | null)[]): string | null {
  const known = storesOf(call).byId;
  for (const id of ids)
    if (id === null || (id !== 0 && !known.has(id)))
      throw invalidFieldValue({ value: String(id), fieldName: 'store_ids' });
  return ids.length === 0 ? null : [...new Set(ids)].join(',');
}

/** What is given of a token, checked; what is not given is left out. @throws WebapiError for a value that cannot be */
export function tokenColumns(call: Call, input: TokenInput): TokenColumns {
  const { label, expires_at, allowed_addresses, store_ids, read_only } = input;
  return {
    ...(label === undefined || label === null ? {} : { label: labelOf(label) }),
    ...(expires_at === undefined ? {} : { expires_at: expires_at === null ? null : expiryOf(expires_at, call.now()) }),
    ...(allowed_addresses === undefined ? {} : { allowed_addresses: addressesOf(allowed_addresses ?? []) }),
    ...(store_ids === undefined ? {} : { store_ids: storesGiven(call, store_ids ?? []) }),
    ...(read_only === undefined || read_only === null ? {} : { read_only: read_only ? 1 : 0 }),
  };
}

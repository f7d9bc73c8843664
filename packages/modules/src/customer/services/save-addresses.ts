import type { Db } from '@tessera/database';
import { type Call, type Input, noSuchEntity } from '@tessera/webapi';
import { isPostcodeOptional, isRegionRequired } from '../../directory/settings.ts';
import type { Address } from '../contract/data.ts';
import { isRowId } from '../rows.ts';
import { type AddressPolicy, addressProblem } from '../rules/address-validation.ts';
import { type AddressValues, addressValues } from '../rules/address-values.ts';
import { defaultAddressInvalid, type Flagged } from '../rules/default-addresses.ts';
import type { AddressRow } from '../wire-form.ts';

type AddressInput = Input<typeof Address>;

const policyOf = ({ settings }: Call): AddressPolicy => ({
  postcodeRequired: (country) => !isPostcodeOptional(settings, country),
  regionRequired: (country) => isRegionRequired(settings, country),
});

/** An address that is not the customer's: unknown, or somebody else's (a default one is refused as such, observed). */
async function refuseForeign(db: Db, id: number, given: AddressInput): Promise<never> {
  const owner = isRowId(id)
    ? await db.query.selectFrom('customer_address').select('id').where('id', '=', id).executeTakeFirst()
    : undefined;
  const fieldName = given.default_billing ? 'default_billing' : given.default_shipping ? 'default_shipping' : null;
  if (owner !== undefined && fieldName !== null) throw defaultAddressInvalid({ fieldName });
  throw noSuchEntity({ fieldName: 'addressId', fieldValue: id });
}

export interface SavedAddresses {
  /** Those that were sent, in their order. */
  readonly saved: readonly Flagged[];
  /** Ids of all addresses that the customer has now. */
  readonly ids: ReadonlySet<number>;
}

/** The customer's addresses where the client did not send any: they stay. */
export const keepAddresses = (stored: readonly AddressRow[]): SavedAddresses => ({
  saved: [],
  ids: new Set(stored.map((row) => row.id)),
});

/**
 * Makes the addresses that a client sent the customer's only ones: those with an id are changed, those without are
 * added, those that are missing are removed. Nothing is written before all of them have been found good.
 * @param stored those that the customer has
 * @throws no_such_entity, default_address_invalid, and input errors
 */
export async function saveAddresses(
  call: Call,
  db: Db,
  customerId: number,
  given: readonly AddressInput[],
  stored: readonly AddressRow[],
): Promise<SavedAddresses> {
  const byId = new Map(stored.map((row) => [row.id, row]));
  const policy = policyOf(call);
  const plan: { id: number | null; values: AddressValues; given: AddressInput }[] = [];
  for (const address of given) {
    const before = address.id ? (byId.get(address.id) ?? (await refuseForeign(db, address.id, address))) : null;
    const values = addressValues(address, before);
    const problem = addressProblem(values, policy);
    if (problem !== null) throw problem;
    plan.push({ id: before?.id ?? null, values, given: address });
  }
  const named = new Set(plan.map((entry) => entry.id));
  const removed = stored.filter((row) => !named.has(row.id)).map((row) => row.id);
  if (removed.length > 0) await db.query.deleteFrom('customer_address').where('id', 'in', removed).execute();
  const saved: Flagged[] = [];
  for (const { id, values, given: flags } of plan)
    saved.push({
      ...pickFlags(flags),
      id: id === null ? await insert(db, customerId, values) : await update(db, id, values),
    });
  return { saved, ids: new Set(saved.map((entry) => entry.id)) };
}

const pickFlags = ({ default_billing, default_shipping }: AddressInput): Omit<Flagged, 'id'> => ({
  default_billing,
  default_shipping,
});

async function insert(db: Db, customer_id: number, values: AddressValues): Promise<number> {
  const row = { customer_id, ...values };
  return (await db.query.insertInto('customer_address').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

async function update(db: Db, id: number, values: AddressValues): Promise<number> {
  await db.query.updateTable('customer_address').set(values).where('id', '=', id).execute();
  return id;
}

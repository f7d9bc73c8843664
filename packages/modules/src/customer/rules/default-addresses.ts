import { problem } from '@tessera/webapi';

export const defaultAddressInvalid = problem(
  'default_address_invalid',
  400,
  'The %fieldName value is invalid. Set the correct value and try again.',
  'A default billing or shipping address is not an address of the customer.',
);

/** Ids of the default addresses, null where there is none. */
export interface DefaultAddresses {
  readonly default_billing: number | null;
  readonly default_shipping: number | null;
}
/** A saved address and what the client said of it. */
export interface Flagged {
  readonly id: number;
  readonly default_billing?: boolean | null | undefined;
  readonly default_shipping?: boolean | null | undefined;
}

type Field = keyof DefaultAddresses;

function chosen(field: Field, before: number | null, saved: readonly Flagged[]): number | null {
  let id = before;
  for (const address of saved) {
    if (address[field] === true) id = address.id;
    else if (address[field] === false && id === address.id) id = null;
  }
  return id;
}

/** An id that a client gave as text: undefined where nothing was given, null where it was emptied. */
function idOf(text: string | null | undefined, field: Field): number | null | undefined {
  if (text === undefined || text === null) return undefined;
  if (text === '' || text === '0') return null;
  if (!/^\d{1,10}$/.test(text)) throw defaultAddressInvalid({ fieldName: field });
  return Number(text);
}

/**
 * The default addresses after a save. The flags of the addresses count, the last one wins, after what the customer
 * itself names; an address that is gone is no default.
 * @param given ids as the client names them on the customer
 * @param saved the addresses that the client sent, in their order
 * @param kept ids of all addresses that the customer has now
 * @throws default_address_invalid where a named id is not one of the customer's addresses
 */
export function defaultAddresses(
  before: DefaultAddresses,
  given: { readonly default_billing?: string | null; readonly default_shipping?: string | null },
  saved: readonly Flagged[],
  kept: ReadonlySet<number>,
): DefaultAddresses {
  const of = (field: Field): number | null => {
    const named = idOf(given[field], field);
    const id = chosen(field, named === undefined ? before[field] : named, saved);
    if (id === null || kept.has(id)) return id;
    if (id === named) throw defaultAddressInvalid({ fieldName: field });
    return null;
  };
  return { default_billing: of('default_billing'), default_shipping: of('default_shipping') };
}

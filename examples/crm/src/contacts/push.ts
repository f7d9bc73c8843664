import { createHash } from 'node:crypto';
import { type Connection, StoreError } from '@tessera/connect';
import type { Crm } from '../crm.ts';
import { type Contact, contactFrom } from './contacts.ts';

export type ContactChanges = Pick<Contact, 'email' | 'firstname' | 'lastname'>;

export type PushResult =
  | { readonly kind: 'saved' }
  /** Somebody changed it in the store since it was shown: nothing was written. */
  | { readonly kind: 'changed'; readonly contact: Contact }
  | { readonly kind: 'refused'; readonly message: string };

/** Tells whether what can be edited is still what somebody was shown. */
export const versionOf = ({ email, firstname, lastname }: ContactChanges): string =>
  createHash('sha256')
    .update(JSON.stringify([email, firstname, lastname]))
    .digest('base64url');

/**
 * Writes a changed contact to its store and, when that has taken it, here. Magento has no conditional PUT, so the
 * customer is read first: somebody else's change is not written over, but for one that falls between the two calls.
 *
 * @param shown the version of the contact that the user has edited
 */
export async function pushContact(
  crm: Pick<Crm, 'connect' | 'contacts' | 'progress'>,
  connection: Connection,
  contact: Contact,
  changes: ContactChanges,
  shown: string,
): Promise<PushResult> {
  const { customerId, websiteId } = contact;
  const client = connection.client();
  // A person waits: an attempt each.
  const call = { path: { customerId }, repeat: false };
  try {
    const present = contactFrom(await client.get('/V1/customers/:customerId', call));
    if (versionOf(present) !== shown) {
      await keep(crm, connection, present);
      return { kind: 'changed', contact: present };
    }
    const website = websiteId === null ? {} : { website_id: websiteId };
    const customer = { id: customerId, ...website, ...changes };
    await keep(
      crm,
      connection,
      contactFrom(await client.put('/V1/customers/:customerId', { ...call, body: { customer } })),
    );
    return { kind: 'saved' };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { kind: 'refused', message: error.message };
  }
}

/** Nothing is kept for a connection that was ended meanwhile. */
async function keep(
  { connect, contacts, progress }: Pick<Crm, 'connect' | 'contacts' | 'progress'>,
  { account, id }: Connection,
  contact: Contact,
): Promise<void> {
  if ((await connect.connection(account, id)) !== null) contacts.save(id, [contact], progress.of(id).round);
}

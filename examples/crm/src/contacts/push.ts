import { type Connection, StoreError } from '@tessera/connect';
import type { Contact, Contacts } from './contacts.ts';
import type { ProgressBook } from './progress.ts';
import { contactFrom } from './synchronisation.ts';

export type ContactChanges = Pick<Contact, 'email' | 'firstname' | 'lastname'>;

/**
 * Writes a changed contact to its store and, when that has taken it, here.
 *
 * @returns null, or the sentence with which the store refused
 */
export async function pushContact(
  connection: Connection,
  contact: Contact,
  changes: ContactChanges,
  { contacts, progress }: { readonly contacts: Contacts; readonly progress: ProgressBook },
): Promise<string | null> {
  try {
    const { websiteId, customerId } = contact;
    const customer = await connection.client().put('/V1/customers/:customerId', {
      path: { customerId },
      body: { customer: { id: customerId, ...(websiteId === null ? {} : { website_id: websiteId }), ...changes } },
    });
    contacts.save(connection.id, [contactFrom(customer)], progress.of(connection.id).round);
    return null;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return error.message;
  }
}

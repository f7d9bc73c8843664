import type { Connect, Connection } from '@tessera/connect';
import type { Accounts } from './accounts/accounts.ts';
import type { Contacts } from './contacts/contacts.ts';
import type { ProgressBook } from './contacts/progress.ts';
import type { Synchronisation } from './contacts/synchronisation.ts';
import type { Visits } from './web/visit.ts';

/** Everything that the pages work with. */
export interface Crm {
  /** `https://crm.example`, without a slash at its end. */
  readonly origin: string;
  readonly accounts: Accounts;
  readonly visits: Visits;
  readonly connect: Connect;
  readonly contacts: Contacts;
  readonly progress: ProgressBook;
  readonly synchronisation: Synchronisation;
}

/** Begins to bring contacts up to date, without waiting for the end. */
export function synchronise({ synchronisation }: Crm, connection: Connection, everything = false): void {
  void synchronisation.start(connection, { everything });
}

import type { Customer } from '@tessera/connect';
import type { Db } from '../database.ts';

/** A customer of a connected store, as the CRM keeps it. */
export interface Contact {
  readonly customerId: number;
  readonly email: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly groupId: number | null;
  readonly websiteId: number | null;
  /** `YYYY-MM-DD HH:MM:SS`, the store's own. */
  readonly updatedAt: string;
}

interface Row {
  readonly customer_id: number;
  readonly email: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly group_id: number | null;
  readonly website_id: number | null;
  readonly updated_at: string;
}

export interface ContactPage {
  readonly contacts: readonly Contact[];
  readonly total: number;
}

/** The contacts of all connections. Every question names a connection: whoever asks has found it in an account. */
export class Contacts {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @param round the number of the import that has seen them */
  save(connectionId: string, contacts: readonly Contact[], round: number): void {
    const statement = this.#db.prepare(
      `insert into contacts (connection_id, customer_id, email, firstname, lastname, group_id, website_id, updated_at, round)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict do update set email = excluded.email, firstname = excluded.firstname, lastname = excluded.lastname,
         group_id = excluded.group_id, website_id = excluded.website_id, updated_at = excluded.updated_at,
         round = excluded.round`,
    );
    this.#db.transaction(() => {
      for (const { customerId, email, firstname, lastname, groupId, websiteId, updatedAt } of contacts)
        statement.run(connectionId, customerId, email, firstname, lastname, groupId, websiteId, updatedAt, round);
    })();
  }

  /** Removes what an import has not seen: the store no longer has it. */
  removeUnseen(connectionId: string, round: number): void {
    this.#db.prepare('delete from contacts where connection_id = ? and round < ?').run(connectionId, round);
  }

  removeAll(connectionId: string): void {
    this.#db.prepare('delete from contacts where connection_id = ?').run(connectionId);
  }

  count(connectionId: string): number {
    return this.#count('connection_id = ?', [connectionId]);
  }

  find(connectionId: string, customerId: number): Contact | null {
    const sql = 'select * from contacts where connection_id = ? and customer_id = ?';
    const row = this.#db.prepare(sql).get(connectionId, customerId) as Row | undefined;
    return row === undefined ? null : contactOf(row);
  }

  /** @param search a part of the name or the e-mail address; empty for all */
  list(connectionId: string, search: string, page: number, pageSize: number): ContactPage {
    const where =
      "connection_id = ? and (? = '' or email like ? escape '\\' or firstname || ' ' || lastname like ? escape '\\')";
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    const parameters = [connectionId, search, pattern, pattern];
    const rows = this.#db
      .prepare(`select * from contacts where ${where} order by lastname, firstname, customer_id limit ? offset ?`)
      .all(...parameters, pageSize, (page - 1) * pageSize) as Row[];
    return { contacts: rows.map(contactOf), total: this.#count(where, parameters) };
  }

  #count(where: string, parameters: readonly string[]): number {
    const row = this.#db.prepare(`select count(*) as number from contacts where ${where}`).get(...parameters);
    return (row as { number: number }).number;
  }
}

/** What is kept of a customer, as its store tells it. */
export const contactFrom = (customer: Customer): Contact => ({
  customerId: customer.id ?? 0,
  email: customer.email ?? '',
  firstname: customer.firstname ?? '',
  lastname: customer.lastname ?? '',
  groupId: customer.group_id ?? null,
  websiteId: customer.website_id ?? null,
  updatedAt: customer.updated_at ?? '',
});

const contactOf = (row: Row): Contact => ({
  customerId: row.customer_id,
  email: row.email,
  firstname: row.firstname,
  lastname: row.lastname,
  groupId: row.group_id,
  websiteId: row.website_id,
  updatedAt: row.updated_at,
});

import { type Connection, type Criteria, type Customer, criteria, StoreError } from '@tessera/connect';
import type { Contact, Contacts } from './contacts.ts';
import type { ProgressBook } from './progress.ts';

const PAGE_SIZE = 500;
const FIELDS = 'items[id,email,firstname,lastname,group_id,website_id,updated_at],total_count';

/** Brings the contacts of connections up to date, one run at a time for each. */
export class Synchronisation {
  readonly #contacts: Contacts;
  readonly #progress: ProgressBook;
  readonly #now: () => number;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  constructor(contacts: Contacts, progress: ProgressBook, now: () => number) {
    this.#contacts = contacts;
    this.#progress = progress;
    this.#now = now;
  }

  /** Imports all customers the first time, afterwards those that changed. Never rejects: failures are noted. */
  start(connection: Connection, options: { readonly everything?: boolean } = {}): Promise<void> {
    const { id } = connection;
    const running = this.#running.get(id);
    if (running !== undefined) return running;
    const { changedUntil } = this.#progress.note(id, { state: 'running', done: 0, total: 0 });
    const whole = options.everything === true || changedUntil === null;
    const run = (whole ? this.#importAll(connection) : this.#importChanged(connection, changedUntil))
      .then(() => this.#end(id, { state: 'idle', error: null, finishedAt: this.#now() }))
      .catch((error: Error) => this.#end(id, { state: 'failed', error: explain(error) }));
    this.#running.set(id, run);
    return run;
  }

  /** Forgets a connection; what still runs for it writes nothing more. */
  forget(connectionId: string): void {
    this.#running.delete(connectionId);
    this.#contacts.removeAll(connectionId);
    this.#progress.remove(connectionId);
  }

  /** Stops what runs; it is begun again at the next start. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running.values());
  }

  #end(id: string, changes: Parameters<ProgressBook['note']>[1]): void {
    if (!this.#running.delete(id) || this.#stop.signal.aborted) return;
    this.#progress.note(id, changes);
  }

  /** Whatever changes while the import runs has an `updated_at` from here on, and is found by the next run. */
  async #importAll(connection: Connection): Promise<void> {
    const { id } = connection;
    const { newest, count } = await this.#newest(connection, criteria());
    const round = this.#progress.of(id).round + 1;
    this.#progress.note(id, { total: count, round });
    await this.#read(connection, criteria(), round);
    this.#contacts.removeUnseen(id, round);
    const ties = newest === null ? 0 : (await this.#newest(connection, since(newest))).count;
    this.#progress.note(id, { changedUntil: newest ?? '1970-01-01 00:00:00', ties });
  }

  async #importChanged(connection: Connection, changedUntil: string): Promise<void> {
    const { id } = connection;
    const { newest, count } = await this.#newest(connection, since(changedUntil));
    const { ties, round } = this.#progress.of(id);
    // Those of the last second are read once more, for another change in it looks the same; unless they are many.
    if (newest === null || (newest === changedUntil && count === ties && count > PAGE_SIZE)) return;
    this.#progress.note(id, { total: count });
    await this.#read(connection, since(changedUntil), round);
    const after = newest === changedUntil ? count : (await this.#newest(connection, since(newest))).count;
    this.#progress.note(id, { changedUntil: newest, ties: after });
  }

  async #newest(connection: Connection, matching: Criteria): Promise<{ newest: string | null; count: number }> {
    const page = await connection.client().get('/V1/customers/search', {
      criteria: matching.sortBy('updated_at', 'DESC').sortBy('entity_id', 'DESC').pageSize(1),
      fields: FIELDS,
      signal: this.#stop.signal,
    });
    return { newest: page.items?.[0]?.updated_at ?? null, count: page.total_count };
  }

  /** By the id and not by page numbers: customers that come, go or change meanwhile move no other across a page's edge. */
  async #read(connection: Connection, matching: Criteria, round: number): Promise<void> {
    const { id } = connection;
    const client = connection.client();
    let done = 0;
    for (let last = 0; ; ) {
      const page = await client.get('/V1/customers/search', {
        criteria: matching.where('entity_id', 'gt', last).sortBy('entity_id').pageSize(PAGE_SIZE),
        fields: FIELDS,
        signal: this.#stop.signal,
      });
      if (!this.#running.has(id)) return;
      // Where `fields` leaves nothing of an empty list, it is missing or null.
      const items = page.items ?? [];
      this.#contacts.save(id, items.map(contactFrom), round);
      done += items.length;
      this.#progress.note(id, { done });
      const next = items.at(-1)?.id ?? last;
      if (items.length < PAGE_SIZE || next <= last) return;
      last = next;
    }
  }
}

const since = (moment: string): Criteria => criteria().where('updated_at', 'gteq', moment);

export const contactFrom = (customer: Customer): Contact => ({
  customerId: customer.id ?? 0,
  email: customer.email ?? '',
  firstname: customer.firstname ?? '',
  lastname: customer.lastname ?? '',
  groupId: customer.group_id ?? null,
  websiteId: customer.website_id ?? null,
  updatedAt: customer.updated_at ?? '',
});

const explain = (error: Error): string =>
  error instanceof StoreError ? error.message : 'The synchronisation failed. It is tried again later.';

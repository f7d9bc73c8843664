import { type Connection, type Criteria, criteria, StoreError } from '@tessera/connect';
import { type Contacts, contactFrom } from './contacts.ts';
import type { ProgressBook } from './progress.ts';

const PAGE_SIZE = 500;
const FIELDS = 'items[id,email,firstname,lastname,group_id,website_id,updated_at],total_count';

interface Run {
  readonly end: Promise<void>;
  readonly stop: AbortController;
}
/** What one run works with; its signal says that nothing more may be written. */
interface Work {
  readonly connection: Connection;
  readonly signal: AbortSignal;
}

/** Brings the contacts of connections up to date, one run at a time for each. */
export class Synchronisation {
  readonly #contacts: Contacts;
  readonly #progress: ProgressBook;
  readonly #now: () => number;
  readonly #running = new Map<string, Run>();

  constructor(contacts: Contacts, progress: ProgressBook, now: () => number) {
    this.#contacts = contacts;
    this.#progress = progress;
    this.#now = now;
  }

  /**
   * Imports all customers the first time, afterwards those that changed; an import that was cut off goes on where it
   * was. Never rejects: failures are noted.
   */
  start(connection: Connection, options: { readonly everything?: boolean } = {}): Promise<void> {
    const { id } = connection;
    const running = this.#running.get(id);
    if (running !== undefined) return running.end;
    const afresh = options.everything === true;
    const { cursor, changedUntil } = this.#progress.of(id);
    const resumes = cursor !== null && !afresh;
    this.#progress.note(id, { state: 'running', ...(resumes ? {} : { done: 0, total: 0, cursor: null }) });
    const stop = new AbortController();
    const work = { connection, signal: stop.signal };
    const whole = afresh || resumes || changedUntil === null;
    const end = (whole ? this.#importAll(work) : this.#importChanged(work, changedUntil)).then(
      () => this.#end(work, { state: 'idle', error: null, finishedAt: this.#now() }),
      (error: Error) => this.#end(work, { state: 'failed', error: explain(error) }),
    );
    this.#running.set(id, { end, stop });
    return end;
  }

  /** Forgets a connection; what still runs for it writes nothing more. */
  forget(connectionId: string): void {
    this.#running.get(connectionId)?.stop.abort();
    this.#running.delete(connectionId);
    this.#contacts.removeAll(connectionId);
    this.#progress.remove(connectionId);
  }

  /** Stops what runs; it goes on at the next start. */
  async close(): Promise<void> {
    const runs = [...this.#running.values()];
    for (const { stop } of runs) stop.abort();
    await Promise.all(runs.map(({ end }) => end));
  }

  #end({ connection, signal }: Work, changes: Parameters<ProgressBook['note']>[1]): void {
    if (signal.aborted) return;
    this.#running.delete(connection.id);
    this.#progress.note(connection.id, changes);
  }

  /** Whatever changes while the import runs has an `updated_at` from its begin on, and is found by the next run. */
  async #importAll(work: Work): Promise<void> {
    const { id } = work.connection;
    if (this.#progress.of(id).cursor === null) {
      const { newest, count } = await this.#newest(work, criteria());
      const round = this.#progress.of(id).round + 1;
      this.#progress.note(id, { total: count, round, cursor: 0, newestAtBegin: newest });
    }
    await this.#read(work, criteria(), (cursor) => this.#progress.note(id, { cursor }));
    const { round, newestAtBegin } = this.#progress.of(id);
    this.#contacts.removeUnseen(id, round);
    const ties = newestAtBegin === null ? 0 : (await this.#newest(work, since(newestAtBegin))).count;
    this.#progress.note(id, { changedUntil: newestAtBegin ?? '1970-01-01 00:00:00', ties, cursor: null });
  }

  async #importChanged(work: Work, changedUntil: string): Promise<void> {
    const { id } = work.connection;
    const { newest, count } = await this.#newest(work, since(changedUntil));
    const { ties } = this.#progress.of(id);
    // Those of the last second are read once more, for another change in it looks the same; unless they are many.
    if (newest === null || (newest === changedUntil && count === ties && count > PAGE_SIZE)) return;
    this.#progress.note(id, { total: count });
    await this.#read(work, since(changedUntil));
    const after = newest === changedUntil ? count : (await this.#newest(work, since(newest))).count;
    this.#progress.note(id, { changedUntil: newest, ties: after });
  }

  async #newest(work: Work, matching: Criteria): Promise<{ newest: string | null; count: number }> {
    const page = await ask(work, matching.sortBy('updated_at', 'DESC').sortBy('entity_id', 'DESC').pageSize(1));
    return { newest: page.items?.[0]?.updated_at ?? null, count: page.total_count };
  }

  /** By the id and not by page numbers: customers that come, go or change meanwhile move no other across a page's edge. */
  async #read(work: Work, matching: Criteria, reached: (cursor: number) => void = () => {}): Promise<void> {
    const { id } = work.connection;
    let { cursor, done, round } = this.#progress.of(id);
    for (let last = cursor ?? 0; ; last = cursor) {
      const page = await ask(work, matching.where('entity_id', 'gt', last).sortBy('entity_id').pageSize(PAGE_SIZE));
      // Where `fields` leaves nothing of an empty list, it is missing or null.
      const items = page.items ?? [];
      this.#contacts.save(id, items.map(contactFrom), round);
      done += items.length;
      this.#progress.note(id, { done });
      cursor = items.at(-1)?.id ?? last;
      reached(cursor);
      if (items.length < PAGE_SIZE || cursor <= last) return;
    }
  }
}

/** @throws when the run was stopped meanwhile: no line after this one writes for a connection that is gone */
async function ask({ connection, signal }: Work, matching: Criteria) {
  const page = await connection.client().get('/V1/customers/search', { criteria: matching, fields: FIELDS, signal });
  signal.throwIfAborted();
  return page;
}

const since = (moment: string): Criteria => criteria().where('updated_at', 'gteq', moment);

const explain = (error: Error): string => (error instanceof StoreError ? error.message : 'The synchronisation failed.');

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresDatabase } from './databases.ts';
import type { Installation, Label } from './installation.ts';
import { tessera } from './processes.ts';

/** The installations of one run; those that are only read are made once. */
export class Installations {
  readonly #shared = new Map<string, Promise<Installation | null>>();
  readonly #drops: (() => Promise<void> | void)[] = [];

  /** One that other measurements read, too. null where there is no such database. */
  shared(label: Label, customers: number): Promise<Installation | null> {
    const key = `${label} ${customers}`;
    let known = this.#shared.get(key);
    if (known === undefined) this.#shared.set(key, (known = this.fresh(label, customers)));
    return known;
  }

  /** One of its own, for a measurement that writes. null where there is no such database. */
  async fresh(label: Label, customers: number): Promise<Installation | null> {
    const database = label === 'PostgreSQL' ? await postgresDatabase() : null;
    if (label === 'PostgreSQL' && database === null) return null;
    const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
    this.#drops.push(() => rmSync(folder, { recursive: true, force: true }));
    if (database !== null) this.#drops.push(database.drop);
    const environment = { DATABASE_URL: database?.url ?? '' };
    tessera(folder, ['seed', '--customers', String(customers)], environment);
    return database === null
      ? { label, folder, environment, dialect: 'sqlite', location: join(folder, 'tessera.sqlite') }
      : { label, folder, environment, dialect: 'postgres', location: database.url };
  }

  async drop(): Promise<void> {
    for (const drop of this.#drops.splice(0)) await drop();
  }
}

export const LABELS: readonly Label[] = ['SQLite', 'PostgreSQL'];

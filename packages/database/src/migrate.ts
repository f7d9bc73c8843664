import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import type { DialectName } from './dialect.ts';
import type { OpenDatabase } from './open-database.ts';
import type { Schema } from './schema.ts';

/** One step of a module's schema. Steps of a module run in their order, after those of the modules it requires. */
export interface Migration {
  /** Unique within the module and never changed again, for example `0001-customers`. */
  readonly name: string;
  readonly up: (db: Kysely<Schema>, dialect: DialectName) => Promise<void>;
}

declare module '@tessera/webapi' {
  interface Module {
    readonly migrations?: readonly Migration[];
  }
}

interface MigratedModule {
  readonly name: string;
  readonly migrations?: readonly Migration[];
}
export interface MigrationState {
  readonly pending: readonly string[] /** Applied by a newer version of Tessera: unknown here. */;
  readonly unknown: readonly string[];
}

declare module './schema.ts' {
  interface Schema {
    schema_migration: { name: string; applied_at: string };
  }
}

/** Primary key column that the database assigns, ascending from 1; explicit values may be given as well. */
export const idColumn =
  (dialect: DialectName) =>
  (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
    dialect === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey().generatedByDefaultAsIdentity();

/** After rows were inserted with explicit ids: the next assigned id follows the largest. */
export async function continueIds(
  db: Kysely<Schema>,
  dialect: DialectName,
  table: keyof Schema & string,
): Promise<void> {
  if (dialect === 'postgres')
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), greatest((select max(id) from ${sql.table(table)}), 1))`.execute(
      db,
    );
}

const steps = (modules: readonly MigratedModule[]): { key: string; migration: Migration }[] =>
  modules.flatMap((module) =>
    (module.migrations ?? []).map((migration) => ({ key: `${module.name}/${migration.name}`, migration })),
  );

/** The names of all migrations of some modules, in their order. */
export const migrationNames = (modules: readonly MigratedModule[]): readonly string[] =>
  steps(modules).map(({ key }) => key);

/** Those of a schema's migrations that a newer version of these modules must have made. */
export function unknownMigrations(done: readonly string[], modules: readonly MigratedModule[]): readonly string[] {
  const all = new Set(migrationNames(modules));
  const names = new Set(modules.map((module) => module.name));
  return done.filter((key) => !all.has(key) && names.has(key.split('/')[0] ?? ''));
}

async function applied(db: Kysely<Schema>): Promise<Set<string>> {
  await db.schema
    .createTable('schema_migration')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('applied_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('snapshot_version')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  return new Set((await db.selectFrom('schema_migration').select('name').execute()).map((row) => row.name));
}

/** The migrations that made the schema, null where there is none yet; changes nothing. */
export async function recordedMigrations(db: Kysely<Schema>): Promise<readonly string[] | null> {
  const tables = await db.introspection.getTables();
  if (!tables.some((table) => table.name === 'schema_migration')) return null;
  return (await db.selectFrom('schema_migration').select('name').execute()).map((row) => row.name);
}

/** What would have to be done, and what a newer version has done already. */
export async function migrationState(
  { unhurried }: OpenDatabase,
  modules: readonly MigratedModule[],
): Promise<MigrationState> {
  // Another process may be at it.
  const done = await applied(unhurried.query);
  return {
    pending: migrationNames(modules).filter((key) => !done.has(key)),
    unknown: unknownMigrations([...done], modules),
  };
}

const LOCK = 7_355_608;

/** Brings the schema up to date, all steps in one transaction; processes that start together wait for one another. */
export async function migrate(
  database: OpenDatabase,
  modules: readonly MigratedModule[],
  now: () => number,
): Promise<readonly string[]> {
  return database.unhurried.transaction(async ({ query }) => {
    if (database.dialect === 'postgres') await sql`select pg_advisory_xact_lock(${LOCK})`.execute(query);
    const done = await applied(query);
    const ran: string[] = [];
    for (const { key, migration } of steps(modules)) {
      if (done.has(key)) continue;
      await migration.up(query, database.dialect);
      await query
        .insertInto('schema_migration')
        .values({ name: key, applied_at: new Date(now()).toISOString() })
        .execute();
      ran.push(key);
    }
    return ran;
  });
}

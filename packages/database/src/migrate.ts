import { checkLists, ModuleError, refuseDoubles } from '@tessera/webapi';
import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import { isTransient } from './database-problem.ts';
import type { DialectName } from './dialect.ts';
import type { OpenDatabase } from './open-database.ts';
import type { Schema } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

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
  // biome-ignore lint/suspicious/noExplicitAny: each has a type of its own
  readonly snapshots?: readonly Snapshot<any>[];
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

interface Step {
  readonly key: string;
  readonly module: string;
  readonly migration: Migration;
}
const steps = (modules: readonly MigratedModule[]): Step[] =>
  modules.flatMap(({ name: module, migrations = [] }) =>
    migrations.map((migration) => ({ key: `${module}/${migration.name}`, module, migration })),
  );

/** @throws ModuleError for a migration that is no such thing or of which the name is there twice, and for a snapshot of a taken name */
export function checkMigrations(modules: readonly MigratedModule[]): void {
  checkLists(modules, ['migrations', 'snapshots']);
  for (const { module, migration } of steps(modules))
    if (typeof migration.name !== 'string' || typeof migration.up !== 'function')
      throw new ModuleError(
        module,
        '"migrations" has an entry that is none; write { name: \'0001-…\', up: async (db) => … }.',
      );
  for (const module of modules)
    refuseDoubles([module], 'migration', ({ migrations = [] }) => migrations.map(({ name }) => name));
  refuseDoubles(modules, 'snapshot', ({ snapshots = [] }) => snapshots.map(({ name }) => name));
}

/** What an author or an operator can make of a migration that fails; a database that is away is not its mistake. */
function migrationFailure({ module, migration }: Step, error: unknown): unknown {
  if (isTransient(error)) return error;
  const why = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/\.$/, '');
  return new ModuleError(module, `the migration "${migration.name}" failed: ${why}.`, { cause: error });
}

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

/**
 * Brings the schema up to date, all steps in one transaction; processes that start together wait for one another.
 * @throws ModuleError naming the migration that failed; then nothing has changed
 */
export async function migrate(
  database: OpenDatabase,
  modules: readonly MigratedModule[],
  now: () => number,
): Promise<readonly string[]> {
  return database.unhurried.transaction(async ({ query }) => {
    if (database.dialect === 'postgres') await sql`select pg_advisory_xact_lock(${LOCK})`.execute(query);
    const done = await applied(query);
    const ran: string[] = [];
    for (const step of steps(modules)) {
      const { key, migration } = step;
      if (done.has(key)) continue;
      try {
        await migration.up(query, database.dialect);
      } catch (error) {
        throw migrationFailure(step, error);
      }
      await query
        .insertInto('schema_migration')
        .values({ name: key, applied_at: new Date(now()).toISOString() })
        .execute();
      ran.push(key);
    }
    return ran;
  });
}

import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { DialectName } from './dialect.ts';
import type { Schema } from './schema.ts';

/** Stands for a value that is given at each execution. */
export class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

type Build<P, R> = (db: Kysely<Schema>, slot: (name: keyof P & string) => never, dialect: DialectName) => Compilable<R>;

/** A query that is compiled once per database and executed many times: the hot path's way to SQL. */
export interface Statement<P extends Readonly<Record<string, unknown>>, R> {
  readonly build: Build<P, R>;
  readonly id: number;
  /** Never set; carries the parameter type. */
  readonly _parameters?: P;
}

export interface CompiledStatement {
  readonly sql: string;
  readonly names: readonly (string | null)[];
  readonly constants: readonly unknown[];
  readonly name: string;
  /** Only reads, and locks nothing. */
  readonly reads: boolean;
}

let next = 0;
/**
 * Declares a statement. Where a parameter goes, put `slot('name')`.
 *
 *     const groupById = statement<{ id: number }>()((db, slot) => db.selectFrom('customer_group').selectAll().where('id', '=', slot('id')));
 */
export const statement =
  <P extends Readonly<Record<string, unknown>>>() =>
  <R>(build: Build<P, R>): Statement<P, R> => ({
    build,
    id: next++,
  });

/** Executes a statement with the values of its parameters, in the order of the placeholders. */
export type Run<S extends Pick<CompiledStatement, 'sql'>> = (statement: S, values: unknown[]) => Promise<unknown[]>;

/** Whether a query only reads, and locks nothing. What cannot be told (raw SQL, `with`) counts as a write. */
export const onlyReads = ({ query }: CompiledQuery): boolean =>
  query.kind === 'SelectQueryNode' && query.endModifiers === undefined && query.with === undefined;

export function compileStatement<P extends Readonly<Record<string, unknown>>, R>(
  db: Kysely<Schema>,
  dialect: DialectName,
  { build, id }: Statement<P, R>,
): CompiledStatement {
  const query = build(db, (name) => new Slot(name) as never, dialect).compile();
  const { sql, parameters } = query;
  return {
    sql,
    reads: onlyReads(query),
    name: `t${id}`,
    names: parameters.map((parameter) => (parameter instanceof Slot ? parameter.name : null)),
    constants: parameters,
  };
}

export const statementValues = (
  { names, constants }: CompiledStatement,
  parameters: Readonly<Record<string, unknown>>,
): unknown[] => names.map((name, index) => (name === null ? constants[index] : parameters[name]));

import pg from 'pg';
import type { CompiledStatement } from './statement.ts';

/** The driver's prepared statement, as far as its types do not tell. */
interface DriversQuery extends pg.Query {
  name: string;
  text: string;
  values: unknown[];
  /** Parses the statement where the connection has not yet, binds, describes and executes it. */
  prepare(connection: Wire): void;
}
interface Wire {
  readonly stream: { readonly writable: boolean; write(bytes: Uint8Array): unknown };
  bind(message: { statement: string; values: unknown[]; valueMapper: (value: unknown) => string | null }): void;
}
interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}
const DriversQuery = pg.Query as unknown as new (text: string) => DriversQuery;

/** How the rows of a statement are read: `empty` has all their names, in their order. */
interface RowShape {
  readonly empty: Readonly<Record<string, unknown>>;
  readonly names: readonly string[];
  readonly parsers: readonly ((text: string) => unknown)[];
}

/** What one connection has told of the rows of its prepared statements, by the statements' names. */
export class RowShapes {
  readonly #shapes = new Map<string, RowShape>();
  readonly #types: pg.CustomTypesConfig;

  constructor(types: pg.CustomTypesConfig) {
    this.#types = types;
  }

  of(name: string): RowShape | undefined {
    return this.#shapes.get(name);
  }

  /** Keeps the description of a statement's rows. */
  learn(name: string, columns: readonly Column[]): RowShape {
    const names = columns.map((column) => column.name);
    const shape = {
      empty: Object.fromEntries(names.map((each) => [each, null])),
      names,
      parsers: columns.map(({ dataTypeID }) => this.#types.getTypeParser(dataTypeID, 'text') as RowShape['parsers'][0]),
    };
    this.#shapes.set(name, shape);
    return shape;
  }
}

/** Values whose text is the same in SQL. */
const isPlain = (value: unknown): boolean => value === null || typeof value === 'string' || typeof value === 'number';
const textOf = (value: unknown): string | null => (value === null ? null : String(value));

/** `Execute` of the unnamed portal for all of its rows, then `Sync` (PostgreSQL's documentation, "Message Formats"). */
const EXECUTE_AND_SYNC = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0x53, 0, 0, 0, 4]);

/**
 * A read over a connection that has its statement prepared. The driver asks for a description of the rows at every
 * execution and makes a way of reading them from it, which is a fifth of what a read of one customer costs; here a
 * connection describes them once: as long as it keeps the statement, PostgreSQL refuses to answer in another shape.
 */
export class PreparedRead extends DriversQuery {
  readonly #shapes: RowShapes;
  readonly #answered: (rows: unknown[]) => void;
  readonly #failed: (error: unknown) => void;
  readonly #rows: unknown[] = [];
  #shape: RowShape | undefined;
  #unreadable: unknown;

  constructor(
    { name, sql }: CompiledStatement,
    values: unknown[],
    shapes: RowShapes,
    answered: (rows: unknown[]) => void,
    failed: (error: unknown) => void,
  ) {
    super(sql);
    this.name = name;
    this.values = values;
    this.#shapes = shapes;
    this.#answered = answered;
    this.#failed = failed;
  }

  override prepare(connection: Wire): void {
    this.#shape = this.#shapes.of(this.name);
    if (this.#shape === undefined || !this.values.every(isPlain)) {
      super.prepare(connection);
      return;
    }
    connection.bind({ statement: this.name, values: this.values, valueMapper: textOf });
    if (connection.stream.writable) connection.stream.write(EXECUTE_AND_SYNC);
  }

  handleRowDescription({ fields }: { readonly fields: readonly Column[] }): void {
    this.#shape = this.#shapes.learn(this.name, fields);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const { empty, names, parsers } = this.#shape as RowShape;
    const row: Record<string, unknown> = { ...empty };
    try {
      for (let i = 0; i < fields.length; i++) {
        const text = fields[i] as string | null;
        if (text !== null) row[names[i] as string] = parsers[i]?.(text);
      }
      this.#rows.push(row);
    } catch (error) {
      this.#unreadable ??= error;
    }
  }

  handleCommandComplete(): void {}

  handleError(error: unknown): void {
    this.#failed(error);
  }

  handleReadyForQuery(): void {
    if (this.#unreadable === undefined) this.#answered(this.#rows);
    else this.#failed(this.#unreadable);
  }
}

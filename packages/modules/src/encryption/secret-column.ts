import type { Schema, Snapshot } from '@tessera/database';
import type { Module } from '@tessera/webapi';

type Row = Readonly<Record<string, string | number | null>>;

/** A column that holds secrets as `encryptSecret` makes them: declared, so that they can follow the newest key. */
export interface SecretColumn {
  readonly table: keyof Schema & string;
  /** Numeric primary key. */
  readonly id: string;
  readonly column: string;
  /** Columns that the context is made of, beside the primary key. */
  readonly needs: readonly string[];
  /** Where a row's secret belongs; null where its text is no secret. */
  readonly context: (row: Row, modules: readonly Module[]) => string | null;
  /** Held in memory by every process. */
  readonly snapshot?: Snapshot<unknown>;
}

declare module '@tessera/webapi' {
  interface Module {
    readonly secretColumns?: readonly SecretColumn[];
  }
}

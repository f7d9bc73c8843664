export type Label = 'SQLite' | 'PostgreSQL';
/** An installation with so many demo customers; who serves it, is the measurement's affair. */
export interface Installation {
  readonly label: Label;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly dialect: 'sqlite' | 'postgres';
  /** The file or the URL of the database. */
  readonly location: string;
}

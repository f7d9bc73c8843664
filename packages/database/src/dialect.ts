/** The two databases that Tessera runs on. Everything else in this package works on both. */
export type DialectName = 'sqlite' | 'postgres';

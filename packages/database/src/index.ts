export * from './criteria.ts';
export * from './db.ts';
export * from './dialect.ts';
export * from './migrate.ts';
export * from './open.ts';
export * from './schema.ts';
export * from './snapshot.ts';
export * from './statement.ts';

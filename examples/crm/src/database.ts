import Database from 'better-sqlite3';

export type Db = Database.Database;

const SCHEMA = `
create table if not exists users (
  id integer primary key, email text not null unique collate nocase, password_hash text not null, created_at integer not null);
create table if not exists sessions (
  token_hash text primary key, user_id integer not null references users on delete cascade, expires_at integer not null);
create table if not exists contacts (
  connection_id text not null, customer_id integer not null, email text not null, firstname text not null,
  lastname text not null, group_id integer, website_id integer, updated_at text not null, round integer not null,
  primary key (connection_id, customer_id)) without rowid;
create index if not exists contacts_by_name on contacts (connection_id, lastname, firstname, customer_id);
create table if not exists synchronisation_progress (
  connection_id text primary key, state text not null, done integer not null, total integer not null, error text,
  changed_until text, ties integer not null, round integer not null, cursor integer, newest_at_begin text,
  finished_at integer);
`;

/** Opens the CRM's database and makes its tables where they are missing. */
export function openDatabase(file: string): Db {
  const db = new Database(file);
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = normal');
  db.pragma('foreign_keys = on');
  db.exec(SCHEMA);
  return db;
}

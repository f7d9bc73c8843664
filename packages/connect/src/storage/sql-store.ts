import type { ConnectionRecord, ConnectionStatus, ConnectionStore, PendingRecord } from './connection-store.ts';

type Row = Readonly<Record<string, unknown>>;

export interface SqlConnectionStoreOptions {
  /** Runs one statement and gives its rows; none for a statement that has none. */
  readonly query: (sql: string, parameters: readonly (string | number)[]) => Promise<readonly Row[]> | readonly Row[];
  /** How the driver marks parameters: `?` (SQLite, MySQL), which is the default, or `$1` (PostgreSQL). */
  readonly placeholders?: '?' | '$1';
  /** Put before both table names; `connect_` unless told otherwise. Not escaped. */
  readonly prefix?: string;
}

export interface SqlConnectionStore extends ConnectionStore {
  /** Makes the two tables where they are missing. */
  createTables(): Promise<void>;
}

const PENDING = ['id', 'consumer_key', 'store_url', 'fingerprint', 'secrets', 'received_at'];
const CONNECTION = [
  'id',
  'account',
  'store_url',
  'consumer_key',
  'status',
  'fingerprint',
  'secrets',
  'revision',
  'connected_at',
];

/**
 * Keeps connections in a database of the application's, by any driver: SQLite, PostgreSQL, MySQL. What it reads is
 * compared once more: to MySQL's default collations `ann` and `Ánn` are the same account.
 */
export function sqlConnectionStore(options: SqlConnectionStoreOptions): SqlConnectionStore {
  const { query, placeholders = '?', prefix = 'connect_' } = options;
  const pendings = `${prefix}pending`;
  const connections = `${prefix}connections`;
  const run = async (sql: string, ...parameters: (string | number)[]): Promise<readonly Row[]> => {
    let position = 0;
    return query(placeholders === '?' ? sql : sql.replace(/\?/g, () => `$${++position}`), parameters);
  };
  const insert = (table: string, columns: readonly string[], values: (string | number)[]): Promise<unknown> =>
    run(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`, ...values);
  const select = async (where: string, ...parameters: string[]): Promise<readonly ConnectionRecord[]> =>
    (await run(`select * from ${connections} where ${where} order by connected_at, id`, ...parameters)).map(
      connectionFrom,
    );

  return {
    async createTables() {
      for (const statement of tables(pendings, connections)) await run(statement);
    },
    async addPending(record) {
      await insert(pendings, PENDING, pendingValues(record));
    },
    async updatePending({ id, secrets, receivedAt }) {
      await run(`update ${pendings} set secrets = ?, received_at = ? where id = ?`, secrets, receivedAt, id);
    },
    async pendingOf(consumerKey) {
      const sql = `select * from ${pendings} where consumer_key = ? order by received_at desc, id`;
      return (await run(sql, consumerKey)).map(pendingFrom).filter((record) => record.consumerKey === consumerKey);
    },
    async removePending(ids) {
      for (const id of ids) await run(`delete from ${pendings} where id = ?`, id);
    },
    async removePendingBefore(moment) {
      await run(`delete from ${pendings} where received_at < ?`, moment);
    },
    async addConnection(record) {
      await insert(connections, CONNECTION, connectionValues(record));
    },
    async replaceConnection(record, revision) {
      const changes = CONNECTION.map((column) => `${column} = ?`).join(', ');
      const values = connectionValues(record);
      await run(`update ${connections} set ${changes} where id = ? and revision = ?`, ...values, record.id, revision);
      return (await select('id = ?', record.id))[0]?.revision === record.revision;
    },
    async connection(id) {
      return (await select('id = ?', id)).find((record) => record.id === id) ?? null;
    },
    async connectionOf(storeUrl, consumerKey) {
      const found = await select('store_url = ? and consumer_key = ?', storeUrl, consumerKey);
      return found.find((record) => record.storeUrl === storeUrl && record.consumerKey === consumerKey) ?? null;
    },
    async connections(account) {
      return (await select('account = ?', account)).filter((record) => record.account === account);
    },
    async removeConnection(id) {
      await run(`delete from ${connections} where id = ?`, id);
    },
  };
}

const tables = (pendings: string, connections: string): readonly string[] => [
  `create table if not exists ${pendings} (id varchar(36) primary key, consumer_key varchar(64) not null,
    store_url varchar(255) not null, fingerprint varchar(64) not null, secrets text not null, received_at bigint not null)`,
  `create table if not exists ${connections} (id varchar(36) primary key, account varchar(191) not null,
    store_url varchar(255) not null, consumer_key varchar(64) not null, status varchar(16) not null,
    fingerprint varchar(64) not null, secrets text not null, revision varchar(36) not null, connected_at bigint not null,
    unique (account, store_url), unique (store_url, consumer_key))`,
];

const pendingValues = (record: PendingRecord): (string | number)[] => [
  record.id,
  record.consumerKey,
  record.storeUrl,
  record.fingerprint,
  record.secrets,
  record.receivedAt,
];
const connectionValues = (record: ConnectionRecord): (string | number)[] => [
  record.id,
  record.account,
  record.storeUrl,
  record.consumerKey,
  record.status,
  record.fingerprint,
  record.secrets,
  record.revision,
  record.connectedAt,
];

const pendingFrom = (row: Row): PendingRecord => ({
  id: String(row['id']),
  consumerKey: String(row['consumer_key']),
  storeUrl: String(row['store_url']),
  fingerprint: String(row['fingerprint']),
  secrets: String(row['secrets']),
  receivedAt: Number(row['received_at']),
});
const connectionFrom = (row: Row): ConnectionRecord => ({
  id: String(row['id']),
  account: String(row['account']),
  storeUrl: String(row['store_url']),
  consumerKey: String(row['consumer_key']),
  status: String(row['status']) as ConnectionStatus,
  fingerprint: String(row['fingerprint']),
  secrets: String(row['secrets']),
  revision: String(row['revision']),
  connectedAt: Number(row['connected_at']),
});

import type { ConnectionRecord, ConnectionStore, PendingRecord } from './connection-store.ts';

/** Keeps connections as long as the process runs: for tests and first steps. */
export function memoryConnectionStore(): ConnectionStore {
  const pending = new Map<string, PendingRecord>();
  const connections = new Map<string, ConnectionRecord>();
  const find = (matches: (record: ConnectionRecord) => boolean): ConnectionRecord | null =>
    [...connections.values()].find(matches) ?? null;
  return {
    async addPending(record) {
      pending.set(record.id, record);
    },
    async updatePending(record) {
      if (pending.has(record.id)) pending.set(record.id, record);
    },
    async pendingOf(consumerKey) {
      return [...pending.values()]
        .filter((record) => record.consumerKey === consumerKey)
        .sort((a, b) => b.receivedAt - a.receivedAt);
    },
    async removePending(ids) {
      for (const id of ids) pending.delete(id);
    },
    async removePendingBefore(moment) {
      for (const { id, receivedAt } of pending.values()) if (receivedAt < moment) pending.delete(id);
    },
    async addConnection(record) {
      const { account, storeUrl, consumerKey } = record;
      const rival = find(
        (other) => other.storeUrl === storeUrl && (other.account === account || other.consumerKey === consumerKey),
      );
      if (rival !== null) throw new Error('The store is connected already.');
      connections.set(record.id, record);
    },
    async replaceConnection(record, revision) {
      if (connections.get(record.id)?.revision !== revision) return false;
      connections.set(record.id, record);
      return true;
    },
    async connection(id) {
      return connections.get(id) ?? null;
    },
    async connectionOf(storeUrl, consumerKey) {
      return find((record) => record.storeUrl === storeUrl && record.consumerKey === consumerKey);
    },
    async connections(account) {
      return [...connections.values()].filter((record) => record.account === account);
    },
    async removeConnection(id) {
      connections.delete(id);
    },
  };
}

import type { SecretColumn } from '../encryption/secret-column.ts';

/** Where a webhook's secret belongs; it cannot be decrypted elsewhere. */
export const secretContext = (webhookId: number): string => `webhook.secret:${webhookId}`;

/** Where this module keeps secrets. */
export const secretColumns: readonly SecretColumn[] = [
  { table: 'webhook', id: 'id', column: 'secret', needs: [], context: (row) => secretContext(Number(row['id'])) },
];

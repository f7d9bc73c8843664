import type { SecretColumn } from '../../encryption/secret-column.ts';
import { accessSnapshot } from './access.ts';

/** Where this module keeps secrets; the contexts are those of `secrets.ts`. */
export const secretColumns: readonly SecretColumn[] = [
  {
    table: 'oauth_consumer',
    id: 'id',
    column: 'secret',
    needs: ['consumer_key'],
    context: (row) => `oauth_consumer.secret:${row['consumer_key']}`,
    snapshot: accessSnapshot,
  },
  ...['token', 'secret'].map(
    (column): SecretColumn => ({
      table: 'oauth_token',
      id: 'id',
      column,
      needs: ['token_hash'],
      context: (row) => `oauth_token.${column}:${row['token_hash']}`,
      snapshot: accessSnapshot,
    }),
  ),
  {
    table: 'oauth_token',
    id: 'id',
    column: 'verifier',
    needs: ['consumer_id'],
    context: (row) => `oauth_token.verifier:${row['consumer_id']}`,
  },
];

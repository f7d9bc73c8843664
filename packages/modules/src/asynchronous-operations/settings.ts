import { setting } from '@tessera/webapi';

export const bulkLifetime = setting('system/bulk/lifetime', {
  type: 'int',
  default: 60,
  unit: 'days',
  min: 1,
  max: 36_500,
  label: 'Days Saved in Log',
  description: 'Asynchronous operations are forgotten after this time, unless one of their bulk is still open.',
});

export const bulkItems = setting('tessera/limits/bulk_items', {
  type: 'int',
  default: 50_000,
  min: 1,
  label: 'Largest Bulk',
  description: 'How many calls a bulk of an administrator or an integration may hold.',
});
export const publicBulkItems = setting('tessera/limits/bulk_items_public', {
  type: 'int',
  default: 100,
  min: 1,
  label: 'Largest Bulk of the Public',
  description: 'How many calls a bulk of a guest or a customer may hold: anybody can send one.',
});

export const settings = [bulkLifetime, bulkItems, publicBulkItems];

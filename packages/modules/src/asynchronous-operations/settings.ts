import { setting } from '@tessera/webapi';

export const bulkLifetime = setting('system/bulk/lifetime', {
  type: 'int',
  default: 60,
  unit: 'days',
  min: 1,
  label: 'Days Saved in Log',
  description: 'Asynchronous operations are forgotten after this time, unless one of their bulk is still open.',
});

export const settings = [bulkLifetime];

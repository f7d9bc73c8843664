import { setting } from '@tessera/webapi';

export const absoluteSessionLifetime = setting('tessera/session/absolute_lifetime', {
  type: 'int',
  default: 43_200,
  unit: 'seconds',
  min: 60,
  label: 'Longest Session',
  description: 'A session of a customer or an admin user ends after this time, however much it is used.',
});

export const settings = [absoluteSessionLifetime];

import { setting } from '@tessera/webapi';

export const maximumPoints = setting('acme_loyalty/points/maximum', {
  type: 'int',
  default: 1000,
  min: 1,
  label: 'Maximum Points at a Time',
  scopes: ['default', 'websites'],
  description: 'How many points can be added or taken with one call.',
});

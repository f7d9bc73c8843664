import { setting } from '@tessera/webapi';

export const allowPrivateAddresses = setting('tessera/security/allow_private_addresses', {
  type: 'bool',
  default: false,
  label: 'Allow Private Addresses',
  description:
    'Whether callbacks and webhooks may go to private, loopback and link-local addresses. For development and closed networks only: it lets whoever sets a callback URL reach services inside the network.',
});

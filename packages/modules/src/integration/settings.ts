import { setting } from '@tessera/webapi';

export const consumerExpirationPeriod = setting('oauth/consumer/expiration_period', {
  type: 'int',
  default: 300,
  min: 1,
  unit: 'seconds',
  label: 'Expiration Period',
  description: 'How long after the post to the callback a request token may be asked for.',
});
export const postTimeout = setting('oauth/consumer/post_timeout', {
  type: 'int',
  default: 5,
  min: 1,
  max: 60,
  unit: 'seconds',
  label: 'OAuth Consumer Credentials HTTP Post Timeout',
  description: 'How long the post to the callback may take, name, connection and answer together.',
});
export const integrationAsBearer = setting('oauth/consumer/enable_integration_as_bearer', {
  type: 'bool',
  default: true,
  label: 'Allow OAuth Access Tokens to be used as standalone Bearer tokens',
  scopes: ['default', 'websites', 'stores'],
  description:
    'Whether the access token of an active integration is accepted without a signature, as `Authorization: Bearer`. Off in Magento.',
});
export const nonceLifetime = setting('oauth/cleanup/expiration_period', {
  type: 'int',
  default: 120,
  min: 1,
  unit: 'minutes',
  label: 'Expiration Period',
  description:
    'How long nonces are remembered. Requests with an older timestamp are refused, and unused request tokens of that age are removed.',
});
export const allowHmacSha1 = setting('tessera/oauth/allow_hmac_sha1', {
  type: 'bool',
  default: true,
  label: 'Allow HMAC-SHA1',
  description: 'Whether signatures by HMAC-SHA1 are accepted beside HMAC-SHA256. Magento from 2.4.4 on refuses them.',
});
export const allowCredentialsReading = setting('tessera/integration/allow_credentials_reading', {
  type: 'bool',
  default: true,
  label: 'Allow Credentials Reading',
  description:
    'Whether the keys and secrets of an integration can be read again after they were issued. Every reading is logged.',
});

export const rotationOverlap = setting('tessera/integration/rotation_overlap', {
  type: 'int',
  default: 86_400,
  min: 0,
  max: 7_776_000,
  unit: 'seconds',
  label: 'Rotation Overlap',
  description:
    'How long the old access token of an integration goes on beside the new one when it is rotated, or authorized anew with overlap.',
});
export const tokenMaximumAge = setting('tessera/integration/token_maximum_age', {
  type: 'int',
  default: 0,
  min: 0,
  max: 3650,
  unit: 'days',
  label: 'Maximum Age of Access Tokens',
  description:
    'Access tokens of integrations are refused this long after they were issued, whatever they say; 0 for no limit.',
});
export const staleAfter = setting('tessera/integration/stale_after', {
  type: 'int',
  default: 90,
  min: 1,
  max: 3650,
  unit: 'days',
  label: 'Stale Credentials',
  description: 'An access token that was not used for so long is shown in the review of credentials.',
});

export const settings = [
  consumerExpirationPeriod,
  postTimeout,
  integrationAsBearer,
  nonceLifetime,
  allowHmacSha1,
  allowCredentialsReading,
  rotationOverlap,
  tokenMaximumAge,
  staleAfter,
];

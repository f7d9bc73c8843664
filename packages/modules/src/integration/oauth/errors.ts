import { problem } from '@tessera/webapi';

// The messages are those that Magento's clients match on (behaviour C7 to C21). 400: the request is not OAuth 1.0a as
// it is spoken here; 401: it is, but does not prove anything.

export const versionRejected = problem(
  'oauth_version_rejected',
  400,
  'The "%1" Oauth version isn\'t supported.',
  '`oauth_version` is given and is not 1.0.',
);
export const tokenLengthInvalid = problem(
  'oauth_token_length',
  400,
  'The token length is invalid. Check the length and try again.',
  '`oauth_token` has not 32 characters.',
);
export const methodRejected = problem(
  'oauth_signature_method_rejected',
  400,
  'Signature method %1 is not supported',
  'Only HMAC-SHA256 is, and HMAC-SHA1 while the setting `tessera/oauth/allow_hmac_sha1` is on.',
);
export const consumerKeyLengthInvalid = problem(
  'oauth_consumer_key_length',
  401,
  'Consumer key is not the correct length',
  '`oauth_consumer_key` has not 32 characters.',
);
export const consumerUnknown = problem(
  'oauth_consumer_unknown',
  401,
  'A consumer having the specified key does not exist',
  'No integration has this consumer key (any more).',
);
export const consumerExpired = problem(
  'oauth_consumer_expired',
  401,
  'Consumer key has expired',
  'The post to the callback is longer ago than `oauth/consumer/expiration_period`, or there was none. Activate the integration again.',
);
export const nonceInvalid = problem(
  'oauth_nonce_invalid',
  401,
  'An error occurred validating the nonce',
  '`oauth_timestamp` is no number, more than 600 seconds ahead, or older than nonces are remembered. Check the clock of the client.',
);
export const nonceUsed = problem(
  'oauth_nonce_used',
  401,
  'The nonce is already being used by the consumer with ID %1',
  'The same request was sent twice, or the client does not make a new nonce for each.',
);
export const tokenUnknown = problem(
  'oauth_token_unknown',
  401,
  'Specified token does not exist',
  'The token was never issued, was used up, or was replaced when the integration was authorized again.',
);
export const tokenForeign = problem(
  'oauth_token_foreign',
  401,
  'Token is not associated with the specified consumer',
  'The access token belongs to another integration than the consumer key.',
);
export const requestTokenForeign = problem(
  'oauth_request_token_foreign',
  401,
  'Request token is not associated with the specified consumer',
  'The request token belongs to another integration than the consumer key.',
);
export const notAccessToken = problem(
  'oauth_not_access_token',
  401,
  'Token is not an access token',
  'The handshake is not finished: a request token cannot be used for calls.',
);
export const tokenRevoked = problem(
  'oauth_token_revoked',
  401,
  'Access token has been revoked',
  'The access token was withdrawn.',
);
export const tokenExpired = problem(
  'oauth_token_expired',
  401,
  'The access token has expired',
  'Its time has come, or it is older than `tessera/integration/token_maximum_age` allows.',
);
export const tokenAddressRefused = problem(
  'oauth_token_address_refused',
  401,
  'The access token may not be used from %address',
  'The token is limited to other addresses.',
);
export const tokenReadOnly = problem(
  'token_read_only',
  403,
  'The access token is for reading only.',
  'The token passes GET and searches; the call would change something.',
);
export const tokenStoreRefused = problem(
  'token_store_refused',
  403,
  'The access token is not for the store view "%store".',
  'The token is limited to other store views.',
);
export const signatureInvalid = problem(
  'oauth_signature_invalid',
  401,
  'The signature is invalid. Verify and try again.',
  'The signature fits neither the base string of RFC 5849 nor that of Magento. Wrong secret, changed query, or another URL than the one called.',
);
export const noTokenForConsumer = problem(
  'oauth_consumer_without_token',
  401,
  'A token with consumer ID %1 does not exist',
  'No handshake was begun for this consumer.',
);
export const notVerifierToken = problem(
  'oauth_not_verifier_token',
  401,
  'Cannot create request token because consumer token is not a verifier token',
  'A request token can be asked for once per activation. Activate the integration again.',
);
export const tokenInUse = problem(
  'oauth_token_in_use',
  401,
  'Token is already being used',
  'The token that is to be exchanged for an access token is no request token.',
);
export const verifierLengthInvalid = problem(
  'oauth_verifier_length',
  401,
  'Verifier is not the correct length',
  '`oauth_verifier` has not 32 characters.',
);
export const verifierMismatch = problem(
  'oauth_verifier_mismatch',
  401,
  'Token verifier and verifier token do not match',
  '`oauth_verifier` is not the one that was posted to the callback.',
);

export const oauthErrors = [
  versionRejected,
  tokenLengthInvalid,
  methodRejected,
  consumerKeyLengthInvalid,
  consumerUnknown,
  consumerExpired,
  nonceInvalid,
  nonceUsed,
  tokenUnknown,
  tokenForeign,
  requestTokenForeign,
  notAccessToken,
  tokenRevoked,
  tokenExpired,
  tokenAddressRefused,
  tokenReadOnly,
  tokenStoreRefused,
  signatureInvalid,
  noTokenForConsumer,
  notVerifierToken,
  tokenInUse,
  verifierLengthInvalid,
  verifierMismatch,
];

import { epochSeconds } from '@tessera/database';
import {
  checkTimestamp,
  type ProtocolParameters,
  type SignatureMethod,
  type SignedRequest,
  signatureMethods,
  validateProtocolParameters,
  verify,
} from '@tessera/oauth1';
import { type Call, missingFields } from '@tessera/webapi';
import { allowHmacSha1, nonceLifetime } from '../settings.ts';
import {
  methodRejected,
  nonceInvalid,
  nonceUsed,
  signatureInvalid,
  tokenLengthInvalid,
  versionRejected,
} from './errors.ts';
import { horizonSnapshot } from './nonce-horizon.ts';
import { recordNonce } from './nonces.ts';

// The steps that the token endpoints and signed calls share, in the order in which they are taken (behaviour C7).

const SHA256_ONLY: readonly SignatureMethod[] = ['HMAC-SHA256'];
const methodsOf = ({ settings }: Call): readonly SignatureMethod[] =>
  settings.get(allowHmacSha1) ? signatureMethods : SHA256_ONLY;

/** Step: version, required parameters, length of the token, signature method. */
export function checkProtocol(call: Call, oauth: ProtocolParameters, required: readonly string[]): void {
  const error = validateProtocolParameters(oauth, required, { methods: methodsOf(call) });
  if (error === null) return;
  switch (error.kind) {
    case 'version':
      throw versionRejected(error.parameters);
    case 'missing':
      throw missingFields(error.fields);
    case 'token-length':
      throw tokenLengthInvalid();
    case 'method':
      throw methodRejected(error.parameters);
  }
}

/**
 * Step: the timestamp. Ours: one that is older than nonces are remembered is refused, since a replay could not be told
 * from the original; that holds after the setting was raised, too, for what is forgotten already.
 */
export function checkMoment(call: Call, oauth: ProtocolParameters): void {
  const now = epochSeconds(call.now());
  const remembered = Math.min(call.settings.get(nonceLifetime) * 60, now - call.db.snapshot(horizonSnapshot));
  const verdict = checkTimestamp(oauth.oauth_timestamp, now, { maxAgeSeconds: remembered });
  if (verdict !== 'ok') throw nonceInvalid(undefined, { detail: `the timestamp is ${verdict}` });
}

/** Step: the signature, by the RFC's base string or by Magento's. */
export function checkSignature(call: Call, request: SignedRequest, signingKey: string): void {
  if (!verify(request, signingKey, { methods: methodsOf(call) }).ok) throw signatureInvalid();
}

/** Step: the nonce, only now that the signature has been found good, so that nobody can burn another's. */
export async function useNonce(call: Call, consumerId: number, oauth: ProtocolParameters): Promise<void> {
  const timestamp = Math.floor(Number(oauth.oauth_timestamp));
  const fresh = await recordNonce(call.db, { consumerId, nonce: oauth.oauth_nonce ?? '', timestamp });
  if (!fresh) throw nonceUsed([String(consumerId)]);
}

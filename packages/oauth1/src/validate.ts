import type { ProtocolParameters, SignatureMethod } from './request.ts';
import { isAllowedMethod } from './signature-method.ts';

/**
 * What is wrong with the protocol parameters, before anybody is looked up. `message` is Magento's text with its
 * placeholders; `parameters` fill them.
 */
export type ProtocolError =
  | {
      readonly kind: 'version' | 'method';
      readonly status: 400;
      readonly message: string;
      readonly parameters: readonly [string];
    }
  | {
      readonly kind: 'missing';
      readonly status: 400;
      readonly message: string;
      readonly fields: readonly string[];
    }
  | { readonly kind: 'token-length'; readonly status: 400; readonly message: string };

const ALWAYS = ['oauth_consumer_key', 'oauth_signature', 'oauth_signature_method', 'oauth_nonce', 'oauth_timestamp'];

/** What each kind of request must bring, in the order in which missing ones are reported. */
export const requiredParameters = {
  requestToken: ALWAYS,
  call: [...ALWAYS, 'oauth_token'],
  accessToken: [...ALWAYS, 'oauth_token', 'oauth_verifier'],
} as const satisfies Record<string, readonly string[]>;

const TOKEN_LENGTH = 32;

/**
 * The first thing wrong with the parameters, in Magento's order: version, missing ones, length of the token,
 * signature method. An empty value counts as present.
 *
 * @param required for example {@link requiredParameters}`.call`
 * @param options.methods the signature methods allowed; HMAC-SHA1 and HMAC-SHA256 unless told otherwise
 * @returns null when nothing is wrong
 */
export function validateProtocolParameters(
  parameters: ProtocolParameters,
  required: readonly string[],
  options: { readonly methods?: readonly SignatureMethod[] } = {},
): ProtocolError | null {
  const { oauth_version: version, oauth_token: token, oauth_signature_method: method } = parameters;
  if (version !== undefined && version !== '1.0') {
    return {
      kind: 'version',
      status: 400,
      message: 'The "%1" Oauth version isn\'t supported.',
      parameters: [version],
    };
  }
  const fields = required.filter((name) => parameters[name] === undefined);
  if (fields.length > 0) {
    return {
      kind: 'missing',
      status: 400,
      message: '"%fieldName" is required. Enter and try again.',
      fields,
    };
  }
  if (token !== undefined && token.length !== TOKEN_LENGTH) {
    return {
      kind: 'token-length',
      status: 400,
      message: 'The token length is invalid. Check the length and try again.',
    };
  }
  if (!isAllowedMethod(method, options.methods)) {
    return {
      kind: 'method',
      status: 400,
      message: 'Signature method %1 is not supported',
      parameters: [method ?? ''],
    };
  }
  return null;
}

export { authorizationHeader } from './authorization-header.ts';
export { baseString } from './base-string.ts';
export { baseStringUri, type PathForm } from './base-string-uri.ts';
export { baseStringCandidates, type Candidate } from './candidates.ts';
export type { Difference } from './explain/difference.ts';
export { type ExplainOptions, type Explanation, explain } from './explain/explain.ts';
export type { Verdict } from './explain/verdict.ts';
export { equalInConstantTime, hmac, randomNonce, signingKey } from './hmac.ts';
export { collectParameters, type Parameter, type ParameterOrder, sortParameters } from './parameters.ts';
export { parseAuthorization } from './parse-authorization.ts';
export { type Plus, percentDecode, percentEncode } from './percent-encoding.ts';
export {
  type ProtocolParameters,
  type RequestUrl,
  type Rule,
  requestUrl,
  type Secrets,
  type SignatureMethod,
  type SignedRequest,
} from './request.ts';
export { sign } from './sign.ts';
export { signatureMethods } from './signature-method.ts';
export { type Credentials, createSigner, type Form, type SignerOptions } from './signer.ts';
export { checkTimestamp } from './timestamp.ts';
export { type ProtocolError, requiredParameters, validateProtocolParameters } from './validate.ts';
export { type Verification, verify } from './verify.ts';

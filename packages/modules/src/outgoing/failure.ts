/** Why a request that we sent came to nothing. */
export type OutgoingFailure =
  | 'timeout'
  | 'dns'
  | 'forbidden_address'
  | 'refused'
  | 'unreachable'
  | 'certificate_untrusted'
  | 'certificate_expired'
  | 'certificate_host'
  | 'certificate'
  | 'tls'
  | 'broken'
  | 'unsupported_url';

/** What each failure means, in a sentence that a person can act on. Says nothing of what stands inside our network. */
export const FAILURE_SENTENCES: Readonly<Record<OutgoingFailure, string>> = Object.freeze({
  timeout: 'There was no answer in time.',
  dns: 'The host name could not be resolved.',
  forbidden_address:
    'The host name leads to a private or reserved address. Such addresses are only called when the setting tessera/security/allow_private_addresses is on.',
  refused: 'The connection was refused.',
  unreachable: 'The host cannot be reached.',
  certificate_untrusted:
    'The TLS certificate is signed by itself or by an authority that this server does not know, or an intermediate certificate is missing.',
  certificate_expired: 'The TLS certificate has expired, or is not valid yet.',
  certificate_host: 'The TLS certificate is for another host name.',
  certificate: 'The TLS certificate is not accepted.',
  tls: 'The TLS handshake failed.',
  broken: 'The connection was closed before there was an answer, or the answer is not HTTP.',
  unsupported_url: 'The URL must begin with http:// or https:// and name a host.',
});

/** A connection that our own check stopped. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
  override readonly message = 'the address is not public';
  readonly code = 'TESSERA_FORBIDDEN_ADDRESS';
}

const CODES: Readonly<Record<string, OutgoingFailure>> = {
  TESSERA_FORBIDDEN_ADDRESS: 'forbidden_address',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ENODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
  EPROTO: 'tls',
};
/** Codes of OpenSSL and Node for a certificate; the first that fits. */
const CERTIFICATES: readonly (readonly [RegExp, OutgoingFailure])[] = [
  [/^(ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH)/, 'certificate_host'],
  [/^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)/, 'certificate_expired'],
  [/^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|CERT_UNTRUSTED|INVALID_CA)/, 'certificate_untrusted'],
  [/^(CERT_|ERR_TLS_CERT|UNABLE_TO_|INVALID_PURPOSE|PATH_LENGTH)/, 'certificate'],
];

/** Names the failure behind an error of the HTTP client. */
export function failureOf(error: unknown): OutgoingFailure {
  if (!(error instanceof Error)) return 'broken';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout';
  const { code, cause } = error as NodeJS.ErrnoException & { cause?: unknown };
  // Several addresses were tried (RFC 8305): the first tells.
  if (error instanceof AggregateError && error.errors.length > 0) return failureOf(error.errors[0]);
  if (code !== undefined) {
    const known = CODES[code];
    if (known !== undefined) return known;
    const certificate = CERTIFICATES.find(([codes]) => codes.test(code));
    if (certificate !== undefined) return certificate[1];
    if (/^ERR_(SSL|TLS)/.test(code)) return 'tls';
  }
  return cause instanceof Error ? failureOf(cause) : 'broken';
}

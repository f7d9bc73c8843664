import { percentEncode } from './percent-encoding.ts';
import type { ProtocolParameters } from './request.ts';

/** The value of the Authorization header that carries these parameters (RFC 5849 section 3.5.1). */
export function authorizationHeader(parameters: ProtocolParameters): string {
  let list = '';
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) list += `${list && ', '}${percentEncode(name)}="${percentEncode(value)}"`;
  }
  return `OAuth ${list}`;
}

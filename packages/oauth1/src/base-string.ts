import { baseStringUri, type PathForm } from './base-string-uri.ts';
import { collectParameters, joinParameters, sortParameters } from './parameters.ts';
import { percentEncode } from './percent-encoding.ts';
import type { Rule, SignedRequest } from './request.ts';

/**
 * The text that is signed: `METHOD&uri&parameters` (RFC 5849 section 3.4.1.1).
 *
 * @param rule `rfc5849` is the standard; `magento` is what Magento 2.4.4 to 2.4.7 computes (natural order, plus taken
 *   literally, the last of repeated names, the path partly decoded)
 */
export function baseString(request: SignedRequest, rule: Rule): string {
  const parameters = parameterString(request, rule);
  return assemble(request, rule === 'magento' ? 'magento' : 'raw', parameters);
}

/** The third part of the base string, not yet encoded a second time. */
export function parameterString(request: SignedRequest, rule: Rule): string {
  return joinParameters(sortParameters(collectParameters(request, rule), rule === 'magento' ? 'natural' : 'byte'));
}

/** Puts the three parts together. */
export function assemble({ method, url }: SignedRequest, path: PathForm, parameters: string): string {
  return `${method.toUpperCase()}&${percentEncode(baseStringUri(url, path))}&${percentEncode(parameters)}`;
}

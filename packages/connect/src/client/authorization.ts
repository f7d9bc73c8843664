import {
  baseString,
  type Credentials,
  createSigner,
  type Rule,
  requestUrl,
  type SignatureMethod,
} from '@tessera/oauth1';

/** Signs the calls of one client, by the rule that its store follows. */
export interface Authorization {
  readonly header: (method: string, url: URL, credentials: Credentials) => string;
  /** A signature was refused: whether signing by the other rule makes a difference. Calls are then signed by it. */
  readonly tryOtherRule: (method: string, url: URL) => boolean;
}

/**
 * @param pinned the rule to sign by; without it `rfc5849`, until a store refuses a signature that by Magento's rule
 *   would have been another one (Magento 2.4.4 to 2.4.7 have only that rule)
 */
export function createAuthorization(signatureMethod: SignatureMethod, pinned: Rule | undefined): Authorization {
  let rule: Rule = pinned ?? 'rfc5849';
  return {
    header: (method, url, credentials) => createSigner(credentials, { signatureMethod, rule })(method, url),
    tryOtherRule: (method, url) => {
      if (pinned !== undefined) return false;
      const text = (by: Rule): string => baseString({ method, url: requestUrl(url), oauth: {} }, by);
      if (text('rfc5849') === text('magento')) return false;
      rule = rule === 'rfc5849' ? 'magento' : 'rfc5849';
      return true;
    },
  };
}

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
  /** The rule that calls are signed by now. */
  readonly rule: () => Rule;
  readonly header: (rule: Rule, method: string, url: URL, credentials: Credentials) => string;
  /** The rule to try after a signature was refused; null when it would make no difference. */
  readonly otherThan: (refused: Rule, method: string, url: URL) => Rule | null;
  /** The store has taken a signature by this rule after it had refused the other. */
  readonly adopt: (rule: Rule) => void;
}

/**
 * @param pinned the rule to sign by; without it `rfc5849`, until a store refuses a signature that by Magento's rule
 *   would have been another one (Magento 2.4.4 to 2.4.7 have only that rule)
 */
export function createAuthorization(signatureMethod: SignatureMethod, pinned: Rule | undefined): Authorization {
  let current: Rule = pinned ?? 'rfc5849';
  return {
    rule: () => current,
    header: (rule, method, url, credentials) => createSigner(credentials, { signatureMethod, rule })(method, url),
    otherThan: (refused, method, url) => {
      if (pinned !== undefined) return null;
      const text = (by: Rule): string => baseString({ method, url: requestUrl(url), oauth: {} }, by);
      if (text('rfc5849') === text('magento')) return null;
      return refused === 'rfc5849' ? 'magento' : 'rfc5849';
    },
    adopt: (rule) => {
      current = rule;
    },
  };
}

/** What a store's panel adds to the identity link when it opens it in a popup. */
export interface IdentityLink {
  readonly consumerKey: string;
  /** Where the browser is sent when all is done. */
  readonly successCallBack: URL;
}

const CONSUMER_KEY = /^[\dA-Za-z]{32}$/;
const MAXIMUM_LENGTH = 2048;

/**
 * Reads `oauth_consumer_key` and `success_call_back` from the address that was opened. The panel puts a question mark
 * before them even if the identity link has one already, so a second one parts parameters here as `&` does.
 *
 * @returns null when one is missing or malformed
 */
export function readIdentityLink(address: string): IdentityLink | null {
  const query = new URLSearchParams(new URL(address).search.slice(1).replaceAll('?', '&'));
  const consumerKey = query.get('oauth_consumer_key') ?? '';
  const text = query.get('success_call_back') ?? '';
  const successCallBack = text.length <= MAXIMUM_LENGTH ? URL.parse(text) : null;
  if (!CONSUMER_KEY.test(consumerKey) || successCallBack === null) return null;
  if (successCallBack.username !== '' || !/^https?:$/.test(successCallBack.protocol)) return null;
  return { consumerKey, successCallBack };
}

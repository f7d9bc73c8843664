const FEATURES = 'popup,width=680,height=510';

/** The window in which the merchant signs in at the third party. */
export interface SignInWindow {
  readonly show: (url: string) => void;
  readonly close: () => void;
  readonly isClosed: () => boolean;
}

/**
 * Opens the window; has to be called in a click, since browsers block any other. It is empty until `show`, so that it
 * can be opened before the address is known.
 * @returns null where the browser did not open it
 */
export function openSignInWindow(application: string): SignInWindow | null {
  const popup = window.open('', '_blank', FEATURES);
  if (popup === null || popup.closed) return null;
  popup.document.title = application;
  popup.document.body.textContent = `Connecting to ${application}…`;
  // What is shown there is a stranger's: it gets no way back into the panel.
  popup.opener = null;
  return {
    show: (url) => popup.location.replace(url),
    close: () => popup.close(),
    isClosed: () => popup.closed,
  };
}

/** The address at which the merchant signs in, with what the third party has to know (behaviour D15). */
export function signInAddress(identityLinkUrl: string, consumerKey: string, successCallback: string): string {
  const url = new URL(identityLinkUrl);
  const query = new URLSearchParams({ oauth_consumer_key: consumerKey, success_call_back: successCallback });
  url.search = url.search === '' ? `?${query}` : `${url.search}&${query}`;
  return url.href;
}

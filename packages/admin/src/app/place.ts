const meta = (name: string): string => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';

/** Path below which the whole installation stands, `/magento` or empty; the server writes it into the page. */
export const basePath: string = meta('tessera-base-path');
/** Path of the panel without a slash at its end, for example `/magento/admin`. */
export const panelPath: string = new URL(document.baseURI).pathname.replace(/\/+$/, '');
/** What styles that are made in the browser have to carry to be taken (content security policy). */
export const styleNonce: string = meta('csp-nonce');

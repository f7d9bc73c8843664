import { randomBytes } from 'node:crypto';
import type { HttpResponse } from '@tessera/webapi';

/** What every answer of the panel carries: nothing of it is shown inside another page, and no type is guessed. */
export const PANEL_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  // Popups are needed: a third party's sign-in is opened in one.
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/**
 * Scripts come from our files alone. Styles that components make in the browser carry the nonce of this very answer.
 */
const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * The panel's page, for every address inside the panel.
 * @param page as built; @param basePath `/magento` or empty; @param panelPath for example `/magento/admin`
 */
export function panelPage(page: string, basePath: string, panelPath: string): HttpResponse {
  const nonce = randomBytes(16).toString('base64');
  const body = page
    .replace(/<base href="[^"]*"/, `<base href="${escaped(panelPath)}/"`)
    .replace(/(<meta name="tessera-base-path" content=)"[^"]*"/, `$1"${escaped(basePath)}"`)
    .replace(/(<meta name="csp-nonce" content=)"[^"]*"/, `$1"${nonce}"`);
  return {
    status: 200,
    headers: {
      ...PANEL_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(nonce),
      'cache-control': 'no-store',
    },
    body,
  };
}

/** In place of a panel that was not built. */
export const notBuilt = (): HttpResponse => ({
  status: 503,
  headers: { ...PANEL_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: 'The admin panel is not built. Run: npm run build -w packages/admin\n',
});

import { createHash } from 'node:crypto';
import {
  type Call,
  type HttpEndpoint,
  type HttpRequest,
  type HttpResponse,
  renderMessage,
  WebapiError,
} from '@tessera/webapi';
import { countHandshake } from '../../observability/count.ts';
import type { TokenPair } from '../oauth/secrets.ts';
import { SUCCESS_PATH } from './addresses.ts';
import { noteRefusal } from './timeline.ts';
import { type Identified, issueAccessTokenFor, issueRequestToken } from './token-requests.ts';

/** Every page of the storefront that holds something personal is sent with these. */
const HEADERS = Object.freeze({
  'content-type': 'text/html; charset=UTF-8',
  'cache-control': 'max-age=0, must-revalidate, no-cache, no-store',
  pragma: 'no-cache',
  'x-frame-options': 'SAMEORIGIN',
  'x-content-type-options': 'nosniff',
});

type Issue = (request: HttpRequest, call: Call, identified: Identified) => Promise<TokenPair>;

/** A token endpoint: form-encoded answers under `text/html`, errors as `oauth_problem` (behaviour C18, C19, C23). */
const tokenEndpoint = (path: string, step: 'request_token' | 'access_token', issue: Issue): HttpEndpoint => ({
  methods: ['GET', 'POST'],
  path,
  storeAware: true,
  handle: async (request, call) => {
    let integrationId: number | null = null;
    try {
      const { token, secret } = await issue(request, call, (id) => (integrationId = id));
      countHandshake(call, step, 'ok');
      return { status: 200, headers: HEADERS, body: `oauth_token=${token}&oauth_token_secret=${secret}` };
    } catch (error) {
      countHandshake(call, step, 'failed');
      if (!(error instanceof WebapiError)) throw error;
      // The answer does not hang on the note: the integration may have been deleted in the meantime.
      if (integrationId !== null)
        await noteRefusal(call, integrationId, step, error).catch((err: unknown) =>
          call.ports.log.error({ err, integrationId }, 'a refused token call could not be noted'),
        );
      return { status: error.status, headers: HEADERS, body: `oauth_problem=${formEncode(problemText(error))}` };
    }
  },
});

/** Several messages are joined by commas without their full stops; a single one keeps its own (behaviour C23). */
export function problemText({ message, parameters, errors }: WebapiError): string {
  if (errors.length === 0) return renderMessage(message, parameters);
  return errors.map((entry) => withoutFullStops(renderMessage(entry.message, entry.parameters))).join(', ');
}

function withoutFullStops(text: string): string {
  let end = text.length;
  while (text[end - 1] === '.') end--;
  return text.slice(0, end);
}

/** As PHP's `urlencode` does: only letters, digits and `-_.` are kept. */
export const formEncode = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');

/** Any other page below `/oauth` does not exist, in the storefront's form. */
const notFound: HttpEndpoint = {
  methods: ['GET', 'POST', 'PUT', 'DELETE'],
  path: '/oauth/*',
  storeAware: true,
  handle: (): HttpResponse => ({
    status: 404,
    headers: HEADERS,
    body: '<!doctype html><title>404 Not Found</title><h1>The page you requested was not found.</h1>',
  }),
};

const CLOSE = 'setTimeout(() => window.close(), 1000);';
const CLOSE_HASH = createHash('sha256').update(CLOSE).digest('base64');
const CLOSING = {
  ...HEADERS,
  'content-security-policy': `default-src 'none'; script-src 'sha256-${CLOSE_HASH}'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
};

/** Where the third party sends the merchant back to: a page that closes the window it was opened in (behaviour D16). */
const successPage: HttpEndpoint = {
  methods: ['GET', 'POST'],
  path: SUCCESS_PATH,
  handle: (): HttpResponse => ({
    status: 200,
    headers: CLOSING,
    body: `<!doctype html><html lang="en"><title>Connected</title><p>You may close this window.</p><script>${CLOSE}</script></html>`,
  }),
};

export const endpoints: readonly HttpEndpoint[] = [
  tokenEndpoint('/oauth/token/request', 'request_token', issueRequestToken),
  tokenEndpoint('/oauth/token/access', 'access_token', issueAccessTokenFor),
  notFound,
  successPage,
];

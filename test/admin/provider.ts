// A third party for the handshake, as independent of this project as can be: its signatures are those of `oauth-1.0a`.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import OAuth from 'oauth-1.0a';

/** What the third party does when it is its turn. */
export type Manner = 'connects' | 'refuses' | 'waits' | 'uses a wrong verifier' | 'never answers the callback';

interface Credentials {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly storeUrl: string;
  readonly verifier: string;
}
export interface Provider {
  readonly callback: string;
  readonly link: string;
  manner: Manner;
  /** Access token and secret, once it has them. */
  readonly tokens: () => { readonly key: string; readonly secret: string } | null;
  /** Calls the store with the tokens, signed. */
  readonly call: (path: string) => Promise<Response>;
  readonly close: () => Promise<void>;
}

interface Token {
  readonly key: string;
  readonly secret: string;
}

/** Sends a signed request by the independent signer. */
export function signedFetch(
  consumer: Token,
  token: Token | undefined,
  method: string,
  url: string,
  data: Record<string, string> = {},
): Promise<Response> {
  const oauth = new OAuth({
    consumer,
    signature_method: 'HMAC-SHA256',
    hash_function: (text, key) => createHmac('sha256', key).update(text).digest('base64'),
  });
  const header = oauth.toHeader(oauth.authorize({ url, method, data }, token)).Authorization;
  return fetch(url, { method, headers: { authorization: header } });
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

const tokenOf = async (response: Response): Promise<Token> => {
  const answer = new URLSearchParams(await response.text());
  const problem = answer.get('oauth_problem');
  if (problem !== null) throw new Error(problem);
  return { key: answer.get('oauth_token') ?? '', secret: answer.get('oauth_token_secret') ?? '' };
};

export async function startProvider(): Promise<Provider> {
  let known: Credentials | null = null;
  let access: Token | null = null;

  const exchange = async ({ consumerKey, consumerSecret, storeUrl, verifier }: Credentials): Promise<void> => {
    const consumer = { key: consumerKey, secret: consumerSecret };
    const request = await tokenOf(await signedFetch(consumer, undefined, 'POST', `${storeUrl}oauth/token/request`));
    const oauth_verifier = provider.manner === 'uses a wrong verifier' ? 'x'.repeat(32) : verifier;
    const oauth = new OAuth({
      consumer,
      signature_method: 'HMAC-SHA256',
      hash_function: (text, key) => createHmac('sha256', key).update(text).digest('base64'),
    });
    const url = `${storeUrl}oauth/token/access`;
    const authorization = oauth.authorize({ url, method: 'POST', data: { oauth_verifier } }, request);
    const { Authorization } = oauth.toHeader({ ...authorization, oauth_verifier } as typeof authorization);
    access = await tokenOf(await fetch(url, { method: 'POST', headers: { authorization: Authorization } }));
  };

  const onCallback = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = await bodyOf(request);
    known = {
      consumerKey: form.get('oauth_consumer_key') ?? '',
      consumerSecret: form.get('oauth_consumer_secret') ?? '',
      storeUrl: form.get('store_base_url') ?? '',
      verifier: form.get('oauth_verifier') ?? '',
    };
    if (provider.manner !== 'never answers the callback') response.writeHead(200).end('thanks');
  };
  const onLink = async (url: URL, response: ServerResponse): Promise<void> => {
    const page = (text: string): unknown =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>CRM</title><p>${text}`);
    const opened = "<script>document.title = window.opener === null ? 'no opener' : 'opener'</script>";
    if (provider.manner === 'refuses' || provider.manner === 'waits')
      return void page(`You are not connected.${opened}`);
    if (known === null || known.consumerKey !== url.searchParams.get('oauth_consumer_key'))
      return void page('Who are you?');
    try {
      await exchange(known);
      response.writeHead(302, { location: url.searchParams.get('success_call_back') ?? '' }).end();
    } catch (error) {
      page(`The store said: ${String(error)}`);
    }
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://provider');
    void (url.pathname === '/callback' ? onCallback(request, response) : onLink(url, response));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: Provider = {
    callback: `${origin}/callback`,
    link: `${origin}/link?tenant=7`,
    manner: 'connects',
    tokens: () => access,
    call: (path) => {
      if (known === null || access === null) throw new Error('not connected');
      const consumer = { key: known.consumerKey, secret: known.consumerSecret };
      return signedFetch(consumer, access, 'GET', `${known.storeUrl}${path}`);
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return provider;
}

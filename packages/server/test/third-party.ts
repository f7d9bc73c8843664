import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Credentials, createSigner, type SignerOptions } from '@tessera/oauth1';
import { type TestApplication, type TestRequest, type TestResponse, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';

// The third party's side in tests: integrations as the merchant makes them, a callback that listens, signed requests.

export interface ShownIntegration {
  readonly id: number;
  readonly name: string;
  readonly status: number;
  readonly setup_type: number;
  readonly consumer_id: number;
  readonly consumer_key: string;
  readonly all_resources: boolean;
  readonly resources: readonly string[];
  readonly endpoint: string | null;
}
export interface ShownCredentials {
  readonly consumer_key: string;
  readonly consumer_secret: string;
  readonly access_token: string;
  readonly access_token_secret: string;
}

/** Calls a route of integrations as an admin; fails unless it answers 200. */
export async function manage<T>(context: TestApplication, bearer: string, request: TestRequest): Promise<T> {
  const answer = await context.send({ bearer, ...request, url: `/rest/V1/${request.url}` });
  assert.equal(answer.status, 200, answer.text);
  return answer.json as T;
}

export const createIntegration = (
  context: TestApplication,
  bearer: string,
  integration: object,
): Promise<ShownIntegration> => manage(context, bearer, { method: 'POST', url: 'integrations', body: { integration } });

/** An integration without callback that is ready for calls. */
export async function activeIntegration(
  context: TestApplication,
  bearer: string,
  integration: object = {},
): Promise<{ id: number; credentials: Credentials & { token: string } }> {
  const { id } = await createIntegration(context, bearer, { name: 'CRM', all_resources: true, ...integration });
  const issued = await manage<ShownCredentials>(context, bearer, {
    method: 'POST',
    url: `integrations/${id}/activate`,
    body: {},
  });
  return { id, credentials: credentialsOf(issued) };
}

export const credentialsOf = (issued: ShownCredentials): Credentials & { token: string } => ({
  consumerKey: issued.consumer_key,
  consumerSecret: issued.consumer_secret,
  token: issued.access_token,
  tokenSecret: issued.access_token_secret,
});

/** Signs as of the application's clock, under the host that test requests name. */
export const signed = (
  context: TestApplication,
  credentials: Credentials,
  request: TestRequest,
  options: SignerOptions = {},
): TestRequest => {
  const sign = createSigner(credentials, { clock: () => Math.floor(context.clock.now / 1000), ...options });
  const authorization = sign(request.method ?? 'GET', `http://localhost${request.url}`);
  return { ...request, headers: { ...request.headers, authorization } };
};

export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly url: string | undefined;
  readonly body: string;
  readonly form: Record<string, string>;
}
export interface Callback {
  readonly origin: string;
  readonly received: Received[];
  readonly urls: { readonly endpoint: string; readonly identity_link_url: string };
}

/** Listens as the third party's callback does; `answer` decides what it answers. */
export async function withCallback(
  work: (callback: Callback) => Promise<void>,
  answer: (received: Received) => number | Promise<number> = () => 200,
): Promise<void> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const got = {
      headers: request.headers,
      url: request.url,
      body,
      form: Object.fromEntries(new URLSearchParams(body)),
    };
    received.push(got);
    response.writeHead(await answer(got), { location: '/elsewhere' }).end('thanks');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await work({
      origin,
      received,
      urls: { endpoint: `${origin}/callback`, identity_link_url: `${origin}/sign-in` },
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Lets callbacks go to the loopback address, as a development machine does. */
export const allowLoopback = (context: TestApplication, bearer: string): Promise<unknown> =>
  manage(context, bearer, {
    method: 'PUT',
    url: 'config',
    body: { path: 'tessera/security/allow_private_addresses', value: '1' },
  });

export interface TokenPair {
  readonly token: string;
  readonly tokenSecret: string;
}
/** The token of a good answer of a token endpoint. */
export function tokenPairOf({ status, text }: TestResponse): TokenPair {
  assert.equal(status, 200, text);
  const form = new URLSearchParams(text);
  return { token: form.get('oauth_token') ?? '', tokenSecret: form.get('oauth_token_secret') ?? '' };
}

/** What a token endpoint says is wrong. */
export function problemOf({ status, text }: TestResponse): string {
  const problem = new URLSearchParams(text).get('oauth_problem');
  return problem === null ? `${status} ${text}` : `${status} ${problem}`;
}

/** The two token calls of a third party that was called back. */
export async function fetchAccessToken(
  context: TestApplication,
  { form }: Pick<Received, 'form'>,
): Promise<Credentials & { token: string }> {
  const consumer = {
    consumerKey: form['oauth_consumer_key'] ?? '',
    consumerSecret: form['oauth_consumer_secret'] ?? '',
  };
  const verifier = form['oauth_verifier'] ?? '';
  const request = tokenPairOf(
    await context.send(signed(context, consumer, { method: 'POST', url: '/oauth/token/request' })),
  );
  const access = tokenPairOf(
    await context.send(
      signed(context, { ...consumer, ...request, verifier }, { method: 'POST', url: '/oauth/token/access' }),
    ),
  );
  return { ...consumer, ...access };
}

/** An application with an admin and an integration whose callback listens. */
export const withIntegration = (
  work: (context: TestApplication, bearer: string, callback: Callback, id: number) => Promise<void>,
  answer?: Parameters<typeof withCallback>[1],
): Promise<void> =>
  withCallback(
    (callback) =>
      withApplication(async (context) => {
        const bearer = await firstAdminToken(context);
        await allowLoopback(context, bearer);
        const { id } = await createIntegration(context, bearer, { name: 'CRM', all_resources: true, ...callback.urls });
        await work(context, bearer, callback, id);
      }),
    answer,
  );

export interface Sent {
  readonly identity_link_url: string;
  readonly oauth_consumer_key: string;
  readonly success_call_back: string;
}
/** Starts a handshake as the merchant does. */
export const start = (
  context: TestApplication,
  bearer: string,
  id: number,
  what: 'activate' | 'reauthorize' = 'activate',
): Promise<Sent> => manage<Sent>(context, bearer, { method: 'POST', url: `integrations/${id}/${what}`, body: {} });

/** The consumer that the callback was told last. */
export const consumerOf = ({ received }: Callback): { consumerKey: string; consumerSecret: string } => {
  const form = received.at(-1)?.form ?? {};
  return { consumerKey: form['oauth_consumer_key'] ?? '', consumerSecret: form['oauth_consumer_secret'] ?? '' };
};

import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  type Credentials,
  parseAuthorization,
  type Rule,
  requiredParameters,
  type SignatureMethod,
  type SignedRequest,
  sign,
  validateProtocolParameters,
  verify,
} from '@tessera/oauth1';

export interface FakeCustomer {
  id: number;
  email: string;
  firstname: string;
  lastname: string;
  created_at: string;
  updated_at: string;
  group_id: number;
  website_id: number;
  store_id: number;
}

interface Integration {
  readonly key: string;
  readonly secret: string;
  verifier: string | null;
  /** When the callback was last posted, in milliseconds. */
  sentAt: number;
  token: { type: 'verifier' | 'request' | 'access'; token: string; secret: string } | null;
  active: boolean;
  readonly callbackUrl: string;
  readonly identityLink: string;
}

/** A store as Magento is one: the server's side of the handshake, and some customers. */
export interface FakeStore {
  readonly url: string;
  readonly customers: FakeCustomer[];
  /** What was asked, as `GET /rest/V1/customers/1`. */
  readonly log: string[];
  /** Answers the next calls to REST in place of the store; gone when it gives null. */
  intercept:
    | ((request: IncomingMessage, count: number) => { status: number; headers?: Record<string, string> } | null)
    | null;
  /** Never ends its answers: before their head, or within their body. */
  delay: 'before' | 'within' | null;
  /** How long an answer of REST takes, in milliseconds. */
  slow: number;
  /** Lets `intercept` count from 1 again. */
  readonly restart: () => void;
  /** Only signatures by this rule are taken, when it is set. */
  rule: Rule | null;
  methods: readonly SignatureMethod[];
  /** Added to the clock, in milliseconds. */
  clock: number;
  /** @param copied the same integration in another store, of which this one's database was copied */
  readonly addIntegration: (callbackUrl: string, identityLink: string, copied?: FakeIntegration) => FakeIntegration;
  readonly close: () => Promise<void>;
}
export interface FakeIntegration {
  readonly key: string;
  readonly secret: string;
  readonly isActive: () => boolean;
  readonly accessToken: () => string | null;
  /** What the panel does on Activate or Reauthorize; gives the address that its popup opens. */
  readonly activate: (options?: { reauthorize?: boolean; post?: boolean }) => Promise<string>;
  /** The form that is posted. */
  readonly callbackForm: () => URLSearchParams;
  readonly post: (form?: URLSearchParams) => Promise<Response>;
  readonly delete: () => void;
  /** An activation without a handshake: the four credentials at once. */
  readonly grant: () => Credentials;
}

const token = (): string => randomBytes(16).toString('hex');
const CONSUMER_LIFETIME = 300_000;

class Refusal extends Error {
  readonly status: number;
  constructor(message: string, status = 401) {
    super(message);
    this.status = status;
  }
}

/** @param folder where it lies on its host: `shop/index.php/` */
export async function startFakeStore(customerCount = 3, folder = ''): Promise<FakeStore> {
  const integrations = new Map<string, Integration>();
  const nonces = new Set<string>();
  const bulks = new Map<string, { id: number; status: number; result_message: string | null }[]>();
  let restCalls = 0;

  const server = createServer(async (message, response) => {
    const body = await text(message);
    const whole = (message.url ?? '/').split('?')[0] ?? '/';
    const path = whole.startsWith(`/${folder}`) ? whole.slice(folder.length) : '/nowhere';
    store.log.push(`${message.method} ${message.url}`);
    if (store.delay === 'before') return;
    if (store.delay === 'within') return response.writeHead(200).write('{');
    const reply = (status: number, content: string, headers: Record<string, string> = {}) =>
      response.writeHead(status, headers).end(content);
    try {
      if (path.startsWith('/oauth/token/'))
        return reply(200, tokenEndpoint(message, path), { 'content-type': 'text/html; charset=UTF-8' });
      if (path.includes('loginSuccessCallback'))
        return reply(200, '<title>Activated</title>Activated', { 'content-type': 'text/html' });
      if (store.slow > 0) await new Promise((done) => setTimeout(done, store.slow));
      const intercepted = store.intercept?.(message, ++restCalls) ?? null;
      if (intercepted !== null) return reply(intercepted.status, '', intercepted.headers);
      authenticate(message);
      return reply(200, JSON.stringify(rest(message, path, body)), { 'content-type': 'application/json' });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (path.startsWith('/oauth/'))
        return reply(error.status, `oauth_problem=${encodeURIComponent(error.message).replaceAll('%20', '+')}`, {
          'content-type': 'text/html; charset=UTF-8',
        });
      return reply(
        error.status,
        error.message.startsWith('{') ? error.message : JSON.stringify({ message: error.message }),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${folder}`;

  function signed(
    message: IncomingMessage,
    required: readonly string[],
  ): { integration: Integration; request: SignedRequest } {
    const oauth = parseAuthorization(message.headers.authorization);
    if (oauth === null)
      throw new Refusal(
        `{"message":"The consumer isn't authorized to access %resources.","parameters":{"resources":"Magento_Customer::customer"}}`,
      );
    const malformed = validateProtocolParameters(oauth, required, { methods: store.methods });
    if (malformed !== null) {
      const [value = ''] = 'parameters' in malformed ? malformed.parameters : [];
      throw new Refusal(malformed.message.replace('%1', value), malformed.status);
    }
    const integration = integrations.get(oauth.oauth_consumer_key ?? '');
    if (integration === undefined) throw new Refusal('A consumer having the specified key does not exist');
    const nonce = `${integration.key} ${oauth.oauth_nonce}`;
    if (nonces.has(nonce)) throw new Refusal('The nonce is already being used by the consumer with ID 1');
    nonces.add(nonce);
    const [rawPath = '', rawQuery = ''] = (message.url ?? '').split(/\?(.*)/s);
    const request = {
      method: message.method ?? '',
      url: { scheme: 'http', host: message.headers.host ?? '', rawPath, rawQuery },
      oauth,
    };
    return { integration, request };
  }
  function checkSignature(request: SignedRequest, consumerSecret: string, tokenSecret?: string): void {
    const secrets = { consumerSecret, ...(tokenSecret === undefined ? {} : { tokenSecret }) };
    const method = request.oauth.oauth_signature_method as SignatureMethod;
    const accepted =
      store.rule === null
        ? verify(request, secrets).ok
        : sign(request, { ...secrets, method, rule: store.rule }) === request.oauth.oauth_signature;
    if (!accepted) throw new Refusal('The signature is invalid. Verify and try again.');
  }
  function tokenEndpoint(message: IncomingMessage, path: string): string {
    const isFirst = path.endsWith('/request');
    const { integration, request } = signed(message, requiredParameters[isFirst ? 'requestToken' : 'accessToken']);
    const { oauth } = request;
    if (isFirst) {
      if (Date.now() + store.clock - integration.sentAt > CONSUMER_LIFETIME)
        throw new Refusal('Consumer key has expired');
      if (integration.token === null) throw new Refusal('A token with consumer ID 1 does not exist');
      if (integration.token.type !== 'verifier')
        throw new Refusal('Cannot create request token because consumer token is not a verifier token');
      checkSignature(request, integration.secret);
      integration.token = { type: 'request', token: token(), secret: token() };
    } else {
      if (integration.token === null || integration.token.token !== oauth.oauth_token)
        throw new Refusal('Specified token does not exist');
      if (integration.token.type !== 'request') throw new Refusal('Token is already being used');
      if (integration.verifier !== oauth.oauth_verifier)
        throw new Refusal('Token verifier and verifier token do not match');
      checkSignature(request, integration.secret, integration.token.secret);
      integration.token = { type: 'access', token: token(), secret: token() };
      integration.active = true;
    }
    return `oauth_token=${integration.token.token}&oauth_token_secret=${integration.token.secret}`;
  }
  function authenticate(message: IncomingMessage): void {
    const { integration, request } = signed(message, requiredParameters.call);
    if (integration.token === null || integration.token.token !== request.oauth.oauth_token)
      throw new Refusal('Specified token does not exist');
    if (integration.token.type !== 'access') throw new Refusal('Token is not an access token');
    checkSignature(request, integration.secret, integration.token.secret);
  }
  function rest(message: IncomingMessage, path: string, body: string): unknown {
    const query = new URL(message.url ?? '/', url).searchParams;
    const one = /\/V1\/customers\/(\d+)$/.exec(path);
    if (path.endsWith('/V1/modules')) return ['Magento_Store'];
    if (path.endsWith('/V1/customers/search')) return search(query);
    if (one !== null) {
      const customer = store.customers.find(({ id }) => id === Number(one[1]));
      if (customer === undefined)
        throw new Refusal(
          '{"message":"No such entity with %fieldName = %fieldValue","parameters":{"fieldName":"customerId","fieldValue":"99"}}',
          404,
        );
      if (message.method === 'PUT') {
        const moment = new Date(Date.now() + 1000).toISOString().slice(0, 19).replace('T', ' ');
        Object.assign(customer, JSON.parse(body).customer, { updated_at: moment });
      }
      return customer;
    }
    if (path.includes('/async/bulk/')) {
      const uuid = randomUUID();
      const items: unknown[] = JSON.parse(body);
      bulks.set(
        uuid,
        items.map((_, id) => ({ id, status: 4, result_message: null })),
      );
      return {
        bulk_uuid: uuid,
        request_items: items.map((_, id) => ({ id, data_hash: null, status: 'accepted' })),
        errors: false,
      };
    }
    const bulk = /\/V1\/bulk\/([\w-]+)\/status$/.exec(path);
    const operations = bulks.get(bulk?.[1] ?? '');
    if (operations !== undefined) {
      const open = operations.find(({ status }) => status === 4);
      if (open !== undefined) open.status = open.id === 1 ? 3 : 1;
      // Magento's list leaves out what no worker has seen.
      return { operation_count: operations.length, operations_list: operations.filter(({ status }) => status !== 4) };
    }
    throw new Refusal('Request does not match any route.', 404);
  }
  function search(query: URLSearchParams): unknown {
    const part = (group: number, name: string): string =>
      query.get(`searchCriteria[filter_groups][${group}][filters][0][${name}]`) ?? '';
    const count = [...query.keys()].filter((name) => name.endsWith('[0][field]') && name.includes('filters')).length;
    const matches = store.customers.filter((customer) =>
      Array.from({ length: count }).every((_, group) => {
        const isId = part(group, 'field') === 'entity_id';
        const [value, limit] = isId
          ? [customer.id, Number(part(group, 'value'))]
          : [customer.updated_at, part(group, 'value')];
        return part(group, 'condition_type') === 'gt' ? value > limit : value >= limit;
      }),
    );
    const newestFirst = query.get('searchCriteria[sort_orders][0][direction]') === 'DESC';
    matches.sort((a, b) => (newestFirst ? (a.updated_at < b.updated_at ? 1 : -1) : a.id - b.id));
    const size = Number(query.get('searchCriteria[page_size]') ?? 0) || matches.length;
    const page = Number(query.get('searchCriteria[current_page]') ?? 1);
    return {
      items: matches.slice((page - 1) * size, page * size),
      search_criteria: {},
      total_count: matches.length,
    };
  }

  const store: FakeStore = {
    url,
    customers: Array.from({ length: customerCount }, (_, index) => fakeCustomer(index + 1)),
    log: [],
    intercept: null,
    delay: null,
    slow: 0,
    restart: () => {
      restCalls = 0;
    },
    rule: null,
    methods: ['HMAC-SHA256', 'HMAC-SHA1'],
    clock: 0,
    addIntegration: (callbackUrl, identityLink, copied) => {
      const integration: Integration = {
        key: copied?.key ?? token(),
        secret: copied?.secret ?? token(),
        verifier: null,
        sentAt: 0,
        token: null,
        active: false,
        callbackUrl,
        identityLink,
      };
      integrations.set(integration.key, integration);
      return operate(integration);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function operate(integration: Integration): FakeIntegration {
    const callbackForm = () =>
      new URLSearchParams({
        oauth_consumer_key: integration.key,
        oauth_consumer_secret: integration.secret,
        store_base_url: url,
        oauth_verifier: integration.verifier ?? '',
      });
    const post = (form = callbackForm()) => {
      integration.sentAt = Date.now() + store.clock;
      return fetch(integration.callbackUrl, { method: 'POST', body: form });
    };
    return {
      key: integration.key,
      secret: integration.secret,
      isActive: () => integration.active,
      accessToken: () => (integration.token?.type === 'access' ? integration.token.token : null),
      callbackForm,
      post,
      activate: async ({ reauthorize = false, post: doPost = true } = {}) => {
        if (reauthorize) Object.assign(integration, { token: null, active: false });
        if (integration.token === null) {
          integration.verifier = token();
          integration.token = { type: 'verifier', token: token(), secret: token() };
        }
        integration.sentAt = Date.now() + store.clock;
        if (doPost) await post();
        const query = new URLSearchParams({
          oauth_consumer_key: integration.key,
          success_call_back: `${url}admin/integration/loginSuccessCallback/`,
        });
        return `${integration.identityLink}?${query}`;
      },
      delete: () => integrations.delete(integration.key),
      grant: () => {
        const access = { type: 'access', token: token(), secret: token() } as const;
        Object.assign(integration, { token: access, active: true });
        const { key, secret } = integration;
        return { consumerKey: key, consumerSecret: secret, token: access.token, tokenSecret: access.secret };
      },
    };
  }
  return store;
}

function fakeCustomer(id: number): FakeCustomer {
  const moment = new Date(Date.UTC(2024, 0, 1) + id * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  return {
    id,
    email: `customer${id}@example.com`,
    firstname: `First${id}`,
    lastname: `Last${id}`,
    created_at: moment,
    updated_at: moment,
    group_id: 1,
    website_id: 1,
    store_id: 1,
  };
}

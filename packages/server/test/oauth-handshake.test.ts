import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { createSigner } from '@tessera/oauth1';
import { OAuth } from 'oauth';
import OAuth10a from 'oauth-1.0a';
import { cleanUpJob } from '../../modules/src/integration/oauth/clean-up.ts';
import { trustedProxies } from '../src/host/client-address.ts';
import { listen } from '../src/host/http-host.ts';
import { type TestApplication, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';
import {
  allowLoopback,
  type Callback,
  createIntegration,
  fetchAccessToken,
  manage,
  problemOf,
  type ShownIntegration,
  signed,
  tokenPairOf,
  withCallback,
} from './third-party.ts';

interface Sent {
  readonly identity_link_url: string;
  readonly oauth_consumer_key: string;
  readonly success_call_back: string;
}
interface Event {
  readonly step: string;
  readonly outcome: string;
  readonly detail: string;
  readonly http_status: number | null;
}

/** An application with an admin and an integration whose callback listens. */
const withIntegration = (
  work: (context: TestApplication, bearer: string, callback: Callback, id: number) => Promise<void>,
  options: { answer?: Parameters<typeof withCallback>[1]; basePath?: string } = {},
): Promise<void> =>
  withCallback(
    (callback) =>
      withApplication(
        async (context) => {
          const bearer = await firstAdminToken(context);
          await allowLoopback(context, bearer);
          const { id } = await createIntegration(context, bearer, {
            name: 'CRM',
            all_resources: true,
            ...callback.urls,
          });
          await work(context, bearer, callback, id);
        },
        options.basePath === undefined ? {} : { basePath: options.basePath },
      ),
    options.answer,
  );

const start = (
  context: TestApplication,
  bearer: string,
  id: number,
  what: 'activate' | 'reauthorize' = 'activate',
): Promise<Sent> => manage<Sent>(context, bearer, { method: 'POST', url: `integrations/${id}/${what}`, body: {} });
const statusOf = async (context: TestApplication, bearer: string, id: number): Promise<number> =>
  (await manage<ShownIntegration>(context, bearer, { url: `integrations/${id}` })).status;
const timelineOf = (context: TestApplication, bearer: string, id: number): Promise<Event[]> =>
  manage<Event[]>(context, bearer, { url: `integrations/${id}/handshake` });
const consumerOf = ({ received }: Callback) => {
  const form = received.at(-1)?.form ?? {};
  return { consumerKey: form['oauth_consumer_key'] ?? '', consumerSecret: form['oauth_consumer_secret'] ?? '' };
};
const websites = { url: '/rest/V1/store/websites' };

test('the whole way: post to the callback, request token, access token, active, signed call', () =>
  withIntegration(async (context, bearer, callback, id) => {
    const sent = await start(context, bearer, id);
    const [post] = callback.received;
    assert.ok(post);
    assert.deepEqual(
      [...new URLSearchParams(post.body).keys()],
      ['oauth_consumer_key', 'oauth_consumer_secret', 'store_base_url', 'oauth_verifier'],
    );
    assert.equal(post.form['store_base_url'], 'http://localhost/');
    assert.equal(post.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.equal(post.headers['user-agent'], 'Tessera');
    assert.deepEqual(sent, {
      identity_link_url: callback.urls.identity_link_url,
      oauth_consumer_key: post.form['oauth_consumer_key'],
      success_call_back: 'http://localhost/admin/integration/loginSuccessCallback',
    });
    assert.equal(await statusOf(context, bearer, id), 0, 'the post alone does not make it active');
    const credentials = await fetchAccessToken(context, post);
    assert.equal(await statusOf(context, bearer, id), 1);
    assert.equal((await context.send(signed(context, credentials, websites))).status, 200);
    assert.deepEqual(
      (await timelineOf(context, bearer, id)).map(({ step, outcome, http_status }) => [step, outcome, http_status]),
      [
        ['callback', 'ok', 200],
        ['request_token', 'ok', 200],
        ['access_token', 'ok', 200],
      ],
    );
  }));

test('the timeline holds no secret', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    const credentials = await fetchAccessToken(context, callback.received[0] ?? { form: {} });
    const text = JSON.stringify(await timelineOf(context, bearer, id));
    for (const secret of [...Object.values(credentials), callback.received[0]?.form['oauth_verifier'] ?? 'none'])
      assert.equal(text.includes(secret), false);
  }));

test('a third party that fetches its tokens while it is being called back ends up active', async () => {
  let whileCalled: () => Promise<unknown> = async () => {};
  await withIntegration(
    async (context, bearer, callback, id) => {
      whileCalled = () => fetchAccessToken(context, callback.received.at(-1) ?? { form: {} });
      await start(context, bearer, id);
      assert.equal(await statusOf(context, bearer, id), 1);
      await start(context, bearer, id, 'reauthorize');
      assert.equal(await statusOf(context, bearer, id), 1);
    },
    { answer: async () => (await whileCalled(), 200) },
  );
});

test('an endpoint that answers 500 got its post all the same', () =>
  withIntegration(
    async (context, bearer, callback, id) => {
      await start(context, bearer, id);
      await fetchAccessToken(context, callback.received[0] ?? { form: {} });
      assert.deepEqual((await timelineOf(context, bearer, id))[0]?.http_status, 500);
    },
    { answer: () => 500 },
  ));

test('a consumer key expires after the setting, counted from the post', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    context.clock.now += 301_000;
    const late = await context.send(
      signed(context, consumerOf(callback), { method: 'POST', url: '/oauth/token/request' }),
    );
    assert.equal(problemOf(late), '401 Consumer key has expired');
    const timeline = await timelineOf(context, bearer, id);
    assert.deepEqual(
      [timeline[1]?.step, timeline[1]?.outcome, timeline[1]?.detail],
      ['request_token', 'failed', 'Consumer key has expired'],
    );
    await start(context, bearer, id);
    await fetchAccessToken(context, callback.received[1] ?? { form: {} });
  }));

test('a handshake that was interrupted at any step can be started again', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    await start(context, bearer, id);
    assert.equal(
      callback.received[1]?.form['oauth_verifier'],
      callback.received[0]?.form['oauth_verifier'],
      'an unused verifier is sent again',
    );
    const consumer = consumerOf(callback);
    const first = tokenPairOf(
      await context.send(signed(context, consumer, { method: 'POST', url: '/oauth/token/request' })),
    );
    const second = await context.send(signed(context, consumer, { method: 'POST', url: '/oauth/token/request' }));
    assert.equal(problemOf(second), '401 Cannot create request token because consumer token is not a verifier token');
    await start(context, bearer, id);
    const stale = await context.send(
      signed(
        context,
        { ...consumer, ...first, verifier: callback.received[0]?.form['oauth_verifier'] ?? '' },
        { method: 'POST', url: '/oauth/token/access' },
      ),
    );
    assert.equal(problemOf(stale), '401 Specified token does not exist');
    const credentials = await fetchAccessToken(context, callback.received[2] ?? { form: {} });
    assert.equal((await context.send(signed(context, credentials, websites))).status, 200);
  }));

test('reauthorized: another verifier under the same keys, the old token stops, inactive until the new one is fetched', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    const old = await fetchAccessToken(context, callback.received[0] ?? { form: {} });
    await start(context, bearer, id, 'reauthorize');
    const [before, after] = callback.received;
    assert.equal(after?.form['oauth_consumer_secret'], before?.form['oauth_consumer_secret']);
    assert.notEqual(after?.form['oauth_verifier'], before?.form['oauth_verifier']);
    assert.equal(await statusOf(context, bearer, id), 0);
    const refused = await context.send(signed(context, old, websites));
    assert.deepEqual([refused.status, refused.json], [401, { message: 'Specified token does not exist' }]);
    const fresh = await fetchAccessToken(context, after ?? { form: {} });
    assert.equal((await context.send(signed(context, fresh, websites))).status, 200);
  }));

test('when the callback fails, a working connection is not lost', async () => {
  let answer = 200;
  await withIntegration(
    async (context, bearer, callback, id) => {
      await start(context, bearer, id);
      const credentials = await fetchAccessToken(context, callback.received[0] ?? { form: {} });
      answer = 302;
      const failed = await context.send({
        method: 'POST',
        url: `/rest/V1/integrations/${id}/reauthorize`,
        bearer,
        body: {},
      });
      assert.equal(failed.status, 400);
      assert.equal(await statusOf(context, bearer, id), 1);
      assert.equal((await context.send(signed(context, credentials, websites))).status, 200);
      const busy = await context.send({
        method: 'POST',
        url: `/rest/V1/integrations/${id}/activate`,
        bearer,
        body: {},
      });
      assert.equal(busy.status, 400, 'an active one is reauthorized, not activated');
    },
    { answer: () => answer },
  );
});

test('the request token can be asked for once, however many ask at the same time; the same holds for the access token', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    const consumer = consumerOf(callback);
    const all = await Promise.all(
      Array.from({ length: 10 }, () =>
        context.send(signed(context, consumer, { method: 'POST', url: '/oauth/token/request' })),
      ),
    );
    const good = all.filter((one) => one.status === 200);
    assert.equal(good.length, 1);
    const verifier = callback.received[0]?.form['oauth_verifier'] ?? '';
    const request = { ...consumer, ...tokenPairOf(good[0] ?? (assert.fail() as never)), verifier };
    const exchanged = await Promise.all(
      Array.from({ length: 10 }, () =>
        context.send(signed(context, request, { method: 'POST', url: '/oauth/token/access' })),
      ),
    );
    assert.equal(exchanged.filter((one) => one.status === 200).length, 1);
    const { db } = context.call();
    assert.equal((await db.query.selectFrom('oauth_token').selectAll().execute()).length, 1);
  }));

test('the token endpoints stand below index.php, a store code and the base path, and take GET and POST', () =>
  withIntegration(
    async (context, bearer, callback, id) => {
      for (const url of [
        '/shop/oauth/token/request',
        '/shop/index.php/oauth/token/request',
        '/shop/default/oauth/token/request',
        '/shop/index.php/default/oauth/token/request/',
      ]) {
        for (const method of ['GET', 'POST']) {
          callback.received.length = 0;
          await manage(context, bearer, { method: 'POST', url: `integrations/${id}/reauthorize`, body: {} }).catch(
            () => {},
          );
          const answer = await context.send({
            method: 'POST',
            url: `/shop/rest/V1/integrations/${id}/reauthorize`,
            bearer: bearer,
            body: {},
          });
          assert.equal(answer.status, 200, answer.text);
          const token = await context.send(signed(context, consumerOf(callback), { method, url }));
          assert.equal(token.status, 200, `${method} ${url}: ${token.text}`);
          assert.equal(token.headers['content-type'], 'text/html; charset=UTF-8');
        }
      }
      assert.equal(callback.received[0]?.form['store_base_url'], 'http://localhost/shop/');
      const missing = await context.send({ method: 'POST', url: '/shop/oauth/token/unknown' });
      assert.deepEqual([missing.status, missing.headers['content-type']], [404, 'text/html; charset=UTF-8']);
    },
    { basePath: '/shop' },
  ));

test('the page that the merchant comes back to closes its window under a strict policy', () =>
  withApplication(async ({ send }) => {
    const page = await send({ url: '/admin/integration/loginSuccessCallback?x=<script>' });
    assert.equal(page.status, 200);
    assert.match(page.text, /window\.close/);
    assert.equal(page.text.includes('<script>x') || page.text.includes('x=<'), false);
    assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; script-src 'sha256-/);
  }));

test('a request token that nobody exchanged is removed after two hours', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    tokenPairOf(
      await context.send(signed(context, consumerOf(callback), { method: 'POST', url: '/oauth/token/request' })),
    );
    await cleanUpJob.run(context.call());
    const rows = () => context.call().db.query.selectFrom('oauth_token').selectAll().execute();
    assert.equal((await rows()).length, 1);
    context.clock.now += 121 * 60_000;
    await cleanUpJob.run(context.call());
    assert.deepEqual(await rows(), []);
  }));

/** Serves the application on a socket, since some signers send by themselves. */
const onSocket = (
  work: (base: string, context: TestApplication, bearer: string, callback: Callback, id: number) => Promise<void>,
): Promise<void> =>
  withIntegration(async (context, bearer, callback, id) => {
    context.clock.now = Date.now();
    const host = await listen(context.application.handle, {
      host: '127.0.0.1',
      port: 0,
      tls: null,
      trustedProxies: trustedProxies([]),
      limits: { bodyBytes: 1024 * 1024, headerBytes: 32 * 1024, requestMilliseconds: 10_000 },
    });
    try {
      await work(`http://127.0.0.1:${host.address.port}`, context, bearer, callback, id);
    } finally {
      await host.close(0);
    }
  });

const SEARCH =
  '/rest/V1/integrations?searchCriteria[filter_groups][0][filters][0][field]=name&searchCriteria[filter_groups][0][filters][0][value]=C%20%2B%20M%2F%C3%A9%25&searchCriteria[filter_groups][0][filters][0][condition_type]=like&searchCriteria[filter_groups][10][filters][0][field]=status&searchCriteria[filter_groups][10][filters][0][value]=1';

for (const algorithm of ['HMAC-SHA256', 'HMAC-SHA1'] as const) {
  test(`npm oauth-1.0a goes the whole way with ${algorithm} and signs a search`, () =>
    onSocket(async (base, context, bearer, callback, id) => {
      await manage(context, bearer, {
        method: 'PUT',
        url: `integrations/${id}`,
        body: { integration: { name: 'C + M/é and more' } },
      });
      await start(context, bearer, id);
      const { consumerKey, consumerSecret } = consumerOf(callback);
      const client = new OAuth10a({
        consumer: { key: consumerKey, secret: consumerSecret },
        signature_method: algorithm,
        hash_function: (text, key) =>
          createHmac(algorithm === 'HMAC-SHA1' ? 'sha1' : 'sha256', key)
            .update(text)
            .digest('base64'),
      });
      const call = async (
        method: string,
        url: string,
        token?: { key: string; secret: string },
        data?: object,
      ): Promise<string> => {
        const authorized = client.authorize({ method, url, ...(data === undefined ? {} : { data }) }, token);
        const response = await fetch(url, { method, headers: { ...client.toHeader(authorized) } });
        const text = await response.text();
        assert.equal(response.status, 200, text);
        return text;
      };
      const pair = (text: string) => {
        const form = new URLSearchParams(text);
        return { key: form.get('oauth_token') ?? '', secret: form.get('oauth_token_secret') ?? '' };
      };
      const request = pair(await call('POST', `${base}/oauth/token/request`));
      const access = pair(
        await call('POST', `${base}/oauth/token/access`, request, {
          oauth_verifier: callback.received[0]?.form['oauth_verifier'],
        }),
      );
      const found = JSON.parse(await call('GET', base + SEARCH, access)) as { total_count: number };
      assert.equal(found.total_count, 1);
    }));

  test(`npm oauth goes the whole way with ${algorithm} and signs a search`, () =>
    onSocket(async (base, context, bearer, callback, id) => {
      await manage(context, bearer, {
        method: 'PUT',
        url: `integrations/${id}`,
        body: { integration: { name: 'C + M/é and more' } },
      });
      await start(context, bearer, id);
      const { consumerKey, consumerSecret } = consumerOf(callback);
      const client = new OAuth(
        `${base}/oauth/token/request`,
        `${base}/oauth/token/access`,
        consumerKey,
        consumerSecret,
        '1.0',
        'oob',
        algorithm,
      );
      const request = await new Promise<[string, string]>((done, failed) =>
        client.getOAuthRequestToken((error, token, secret) =>
          error ? failed(new Error(String(error.data))) : done([token, secret]),
        ),
      );
      const access = await new Promise<[string, string]>((done, failed) =>
        client.getOAuthAccessToken(
          ...request,
          callback.received[0]?.form['oauth_verifier'] ?? '',
          (error, token, secret) => (error ? failed(new Error(String(error.data))) : done([token, secret])),
        ),
      );
      const found = await new Promise<string>((done, failed) =>
        client.get(base + SEARCH, ...access, (error, data) =>
          error ? failed(new Error(String(error.data))) : done(String(data)),
        ),
      );
      assert.equal((JSON.parse(found) as { total_count: number }).total_count, 1);
    }));
}

test('our own signer signs the same search by either rule', () =>
  onSocket(async (base, context, bearer, callback, id) => {
    await start(context, bearer, id);
    const credentials = await fetchAccessToken(context, callback.received[0] ?? { form: {} });
    for (const rule of ['rfc5849', 'magento'] as const) {
      const authorization = createSigner(credentials, { rule })('GET', base + SEARCH);
      assert.equal((await fetch(base + SEARCH, { headers: { authorization } })).status, 200, rule);
    }
  }));

/** Signers of other languages, where the machine has them. Each prints the status and body of its signed search. */
const FOREIGN = [
  {
    name: 'python requests_oauthlib',
    command: 'python3',
    probe: ['-c', 'import requests_oauthlib'],
    script: [
      '-c',
      `import sys, requests
from requests_oauthlib import OAuth1Session
base, key, secret, verifier, search = sys.argv[1:]
s = OAuth1Session(key, client_secret=secret, signature_method='HMAC-SHA256')
r = s.fetch_request_token(base + '/oauth/token/request')
s = OAuth1Session(key, client_secret=secret, resource_owner_key=r['oauth_token'], resource_owner_secret=r['oauth_token_secret'], verifier=verifier, signature_method='HMAC-SHA256')
a = s.fetch_access_token(base + '/oauth/token/access')
s = OAuth1Session(key, client_secret=secret, resource_owner_key=a['oauth_token'], resource_owner_secret=a['oauth_token_secret'], signature_method='HMAC-SHA256')
print(s.get(base + search).status_code)`,
    ],
  },
  {
    name: 'php oauth',
    command: 'php',
    probe: ['-r', 'exit(class_exists("OAuth") ? 0 : 1);'],
    script: [
      '-r',
      `[, $base, $key, $secret, $verifier, $search] = $argv;
$o = new OAuth($key, $secret, OAUTH_SIG_METHOD_HMACSHA256, OAUTH_AUTH_TYPE_AUTHORIZATION);
$r = $o->getRequestToken("$base/oauth/token/request", null, 'POST'); $o->setToken($r['oauth_token'], $r['oauth_token_secret']);
$a = $o->getAccessToken("$base/oauth/token/access", null, $verifier, 'POST'); $o->setToken($a['oauth_token'], $a['oauth_token_secret']);
$o->fetch($base . $search); echo $o->getLastResponseInfo()['http_code'];`,
      '--',
    ],
  },
  {
    name: 'perl Net::OAuth',
    command: 'perl',
    probe: ['-MNet::OAuth', '-MLWP::UserAgent', '-e', '1'],
    script: [
      '-e',
      `use Net::OAuth; use LWP::UserAgent; $Net::OAuth::PROTOCOL_VERSION = Net::OAuth::PROTOCOL_VERSION_1_0A;
my ($base, $key, $secret, $verifier, $search) = @ARGV; my $ua = LWP::UserAgent->new;
sub go { my ($type, $method, $url, %more) = @_; my $r = Net::OAuth->request($type)->new(consumer_key => $key, consumer_secret => $secret, request_url => $url, request_method => $method, signature_method => 'HMAC-SHA1', timestamp => time, nonce => rand() . $$, %more); $r->sign; return $ua->request(HTTP::Request->new($method, $url, [Authorization => $r->to_authorization_header])); }
sub pair { my %f = map { split /=/ } split /&/, $_[0]->content; return (token => $f{oauth_token}, token_secret => $f{oauth_token_secret}); }
my %r = pair(go('request token', 'POST', "$base/oauth/token/request", callback => 'oob'));
my %a = pair(go('access token', 'POST', "$base/oauth/token/access", %r, verifier => $verifier));
print go('protected resource', 'GET', "$base$search", %a)->code;`,
    ],
  },
  {
    name: 'ruby oauth',
    command: 'ruby',
    probe: ['-roauth', '-e', '1'],
    script: [
      '-roauth',
      '-e',
      `base, key, secret, verifier, search = ARGV
c = OAuth::Consumer.new(key, secret, site: base, request_token_path: '/oauth/token/request', access_token_path: '/oauth/token/access', signature_method: 'HMAC-SHA256')
a = c.get_request_token.get_access_token(oauth_verifier: verifier)
print a.get(search).code`,
    ],
  },
] as const;

for (const { name, command, probe, script } of FOREIGN) {
  const missing = spawnSync(command, [...probe], { timeout: 5000 }).status !== 0;
  test(`${name} goes the whole way and signs a search`, { skip: missing && 'not installed here' }, () =>
    onSocket(async (base, context, bearer, callback, id) => {
      await start(context, bearer, id);
      const { consumerKey, consumerSecret } = consumerOf(callback);
      const { spawn } = await import('node:child_process');
      const child = spawn(command, [
        ...script,
        base,
        consumerKey,
        consumerSecret,
        callback.received[0]?.form['oauth_verifier'] ?? '',
        SEARCH,
      ]);
      let output = '';
      for await (const chunk of child.stdout) output += String(chunk);
      assert.equal(output.trim(), '200');
    }),
  );
}

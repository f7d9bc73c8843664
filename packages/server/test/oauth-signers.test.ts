import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { createSigner } from '@tessera/oauth1';
import { OAuth } from 'oauth';
import OAuth10a from 'oauth-1.0a';
import { commandOf } from '../../../test/other-languages.ts';
import type { TestApplication } from './application.ts';
import { onSocket as serveOnSocket } from './on-socket.ts';
import { type Callback, consumerOf, fetchAccessToken, manage, start, withIntegration } from './third-party.ts';

/** Serves the application on a socket, since some signers send by themselves. */
const onSocket = (
  work: (base: string, context: TestApplication, bearer: string, callback: Callback, id: number) => Promise<void>,
): Promise<void> =>
  withIntegration((context, bearer, callback, id) =>
    serveOnSocket(context, (base) => work(base, context, bearer, callback, id)),
  );

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
        client.getOAuthRequestToken((error, token, secret) => (error ? failed(error) : done([token, secret]))),
      );
      const access = await new Promise<[string, string]>((done, failed) =>
        client.getOAuthAccessToken(
          ...request,
          callback.received[0]?.form['oauth_verifier'] ?? '',
          (error, token, secret) => (error ? failed(error) : done([token, secret])),
        ),
      );
      const found = await new Promise<string>((done, failed) =>
        client.get(base + SEARCH, ...access, (error, data) => (error ? failed(error) : done(String(data)))),
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
    language: 'python',
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
    language: 'php',
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
    language: 'perl',
    probe: ['-MNet::OAuth', '-MLWP::UserAgent', '-e', '1'],
    script: [
      '-e',
      `use Net::OAuth; use LWP::UserAgent; use Encode; use URI::Escape; $Net::OAuth::PROTOCOL_VERSION = Net::OAuth::PROTOCOL_VERSION_1_0A;
my ($base, $key, $secret, $verifier, $search) = @ARGV; my $ua = LWP::UserAgent->new;
sub text { decode_utf8(uri_unescape($_[0])) }
sub go { my ($type, $method, $url, %more) = @_; my ($place, $query) = split /\\?/, $url, 2; my %extra = map { my ($k, $v) = split /=/, $_, 2; (text($k) => text($v)) } split /&/, $query // ''; my $r = Net::OAuth->request($type)->new(consumer_key => $key, consumer_secret => $secret, request_url => $place, extra_params => \\%extra, request_method => $method, signature_method => 'HMAC-SHA1', timestamp => time, nonce => rand() . $$, %more); $r->sign; return $ua->request(HTTP::Request->new($method, $url, [Authorization => $r->to_authorization_header])); }
sub pair { my %f = map { split /=/ } split /&/, $_[0]->content; return (token => $f{oauth_token}, token_secret => $f{oauth_token_secret}); }
my %r = pair(go('request token', 'POST', "$base/oauth/token/request", callback => 'oob'));
my %a = pair(go('access token', 'POST', "$base/oauth/token/access", %r, verifier => $verifier));
print go('protected resource', 'GET', "$base$search", %a)->code;`,
    ],
  },
  {
    name: 'ruby oauth',
    language: 'ruby',
    probe: ['-roauth', '-e', '1'],
    script: [
      '-roauth',
      '-e',
      `base, key, secret, verifier, search = ARGV
c = OAuth::Consumer.new(key, secret, site: base, request_token_path: '/oauth/token/request', access_token_path: '/oauth/token/access', signature_method: 'HMAC-SHA1')
a = c.get_request_token.get_access_token(oauth_verifier: verifier)
print a.get(search).code`,
    ],
  },
] as const;

for (const { name, language, probe, script } of FOREIGN) {
  const command = commandOf(language, probe);
  test(`${name} goes the whole way and signs a search`, { skip: command === null && 'not installed here' }, () =>
    onSocket(async (base, context, bearer, callback, id) => {
      assert.ok(command !== null);
      await start(context, bearer, id);
      const { consumerKey, consumerSecret } = consumerOf(callback);
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Credentials, createSigner, type ProtocolParameters } from '@tessera/oauth1';
import { type TestApplication, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';
import { activeIntegration } from './third-party.ts';

const websites = { url: '/rest/V1/store/websites' };
const withActive = (
  work: (context: TestApplication, credentials: Credentials & { token: string }) => Promise<void>,
): Promise<void> =>
  withApplication(async (context) => {
    const { credentials } = await activeIntegration(context, await firstAdminToken(context));
    await work(context, credentials);
  });

test('hostile headers get a clear refusal, never a fault of ours', () =>
  withActive(async (context, credentials) => {
    const oauth: ProtocolParameters = {
      oauth_consumer_key: credentials.consumerKey,
      oauth_token: credentials.token,
      oauth_nonce: 'n',
      oauth_timestamp: '1',
      oauth_signature_method: 'HMAC-SHA256',
      oauth_signature: 'x',
    };
    const header = (changes: Record<string, string>): string =>
      `OAuth ${Object.entries({ ...oauth, ...changes })
        .map(([name, value]) => `${name}="${value}"`)
        .join(', ')}`;
    const now = String(Math.floor(context.clock.now / 1000));
    const many = Array.from({ length: 1000 }, (_, i) => `oauth_x${i}="${i}"`).join(', ');
    const headers = [
      'OAuth',
      'OAuth ',
      'OAuth =',
      'OAuth ,,,,',
      'OAuth "',
      'OAuth oauth_',
      'oauth oauth_nonce',
      'OAuth oauth_nonce="%zz%"',
      `OAuth ${'='.repeat(10_000)}`,
      `OAuth ${','.repeat(10_000)}`,
      `OAuth ${many}`,
      `${header({})}, ${many}`,
      header({ oauth_consumer_key: '%00'.repeat(32) }),
      header({ oauth_token: '%00'.repeat(32), oauth_timestamp: now }),
      header({ oauth_nonce: '%00', oauth_timestamp: now }),
      header({ oauth_nonce: '%ff%fe', oauth_timestamp: now }),
      header({ oauth_nonce: 'x'.repeat(8000), oauth_timestamp: now }),
      header({ oauth_signature: '%ed%a0%80', oauth_timestamp: now }),
      header({ oauth_consumer_key: '\u00e9'.repeat(32) }),
      header({ __proto__: 'x', oauth_constructor: 'y' }),
      ...[
        '1e400',
        '-1',
        '1e3',
        '0x10',
        'NaN',
        'Infinity',
        '9'.repeat(400),
        '99999999999999999999',
        '1.5.5',
        ' ',
        '',
        `${now} `,
        '٣',
      ].map((oauth_timestamp) => header({ oauth_timestamp })),
    ];
    for (const authorization of headers) {
      for (const request of [
        websites,
        { method: 'POST', url: '/oauth/token/request' },
        { method: 'GET', url: '/oauth/token/access?a=%zz&%00&=' },
      ]) {
        const { status } = await context.send({ ...request, headers: { authorization } });
        assert.ok(status === 400 || status === 401, `${request.url} ${status} ${authorization.slice(0, 80)}`);
      }
    }
  }));

test('hostile queries and bodies get a clear refusal as well', () =>
  withActive(async (context, credentials) => {
    const sign = createSigner(credentials, { clock: () => Math.floor(context.clock.now / 1000) });
    const query = Array.from({ length: 1500 }, (_, i) => `a[${i}]=${i}`).join('&');
    const signedQuery = await context.send({
      url: `${websites.url}?${query}`,
      headers: { authorization: sign('GET', `http://localhost${websites.url}`) },
    });
    assert.equal(signedQuery.status, 401);
    const form = {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: sign('POST', 'http://localhost/oauth/token/request'),
    };
    for (const body of [
      'a=%zz',
      '&&&===',
      '\u0000',
      'x'.repeat(60_000),
      Array.from({ length: 1000 }, (_, i) => `p${i}=v`).join('&'),
    ])
      assert.ok(
        [400, 401].includes(
          (await context.send({ method: 'POST', url: '/oauth/token/request', headers: form, body })).status,
        ),
      );
    const huge = await context.send({
      method: 'POST',
      url: '/oauth/token/request',
      headers: form,
      body: 'x'.repeat(70_000),
    });
    assert.equal(huge.status, 413);
  }));

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { type TestApplication, type TestResponse, withApplication } from '../application.ts';
import { CUSTOMER_PASSWORD, createCustomer } from '../people.ts';

const PAGES = [
  '/admin',
  '/admin/integrations/1',
  '/customer/account/login',
  '/swagger',
  '/admin/integration/loginSuccessCallback',
];
const MARKUP = `"><img src=x onerror=alert(1)><script>alert(2)</script>'`;
const header = ({ headers }: TestResponse, name: string): string => String(headers[name] ?? '');

test('no page runs a script from elsewhere or inline, is shown in a frame, or has its type guessed', () =>
  withApplication(async ({ send }) => {
    for (const url of PAGES) {
      const page = await send({ url });
      assert.equal(page.status, 200, url);
      const policy = header(page, 'content-security-policy');
      assert.match(policy, /default-src 'none'/, url);
      assert.match(policy, /frame-ancestors 'none'/, url);
      assert.doesNotMatch(policy, /unsafe-(?:inline|eval)|\*|https?:/, url);
      assert.equal(header(page, 'x-content-type-options'), 'nosniff', url);
      // A script inside of a page is one whose hash the policy names.
      for (const [, script = ''] of page.text.matchAll(/<script>([^<]*)</g))
        assert.ok(policy.includes(`'sha256-${createHash('sha256').update(script).digest('base64')}'`), url);
      assert.doesNotMatch(page.text, /\son\w+\s*=/i, url);
    }
  }));

/** What a browser has after it has opened the sign-in page. */
async function openLogin({ send }: TestApplication): Promise<{ key: string; cookie: string }> {
  const page = await send({ url: '/customer/account/login' });
  const key = /name="form_key" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  return { key, cookie: header(page, 'set-cookie').split(';')[0] ?? '' };
}
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

test('what a visitor types, and what customers call themselves, is no markup on the pages', () =>
  withApplication(async (context) => {
    const id = await createCustomer(context, 'eve@example.com');
    await context.call().db.query.updateTable('customer').set({ firstname: MARKUP }).where('id', '=', id).execute();
    const { key, cookie } = await openLogin(context);
    const signIn = (email: string, password: string) =>
      context.send({
        method: 'POST',
        url: '/customer/account/login',
        headers: { ...FORM, cookie },
        body: new URLSearchParams({ form_key: key, 'login[username]': email, 'login[password]': password }).toString(),
      });
    const failed = await signIn(MARKUP, MARKUP);
    assert.equal(failed.status, 401);
    assert.ok(
      failed.text.includes('&lt;script&gt;') && !failed.text.includes('<script>') && !failed.text.includes('<img'),
    );
    const session = header(await signIn('eve@example.com', CUSTOMER_PASSWORD), 'set-cookie').split(';')[0] ?? '';
    const account = await context.send({ url: '/customer/account', headers: { cookie: `${cookie}; ${session}` } });
    assert.equal(account.status, 200);
    assert.ok(
      account.text.includes('&lt;script&gt;') && !account.text.includes('<script>') && !account.text.includes('<img'),
    );
  }));

test('what is in a URL, a cookie or a form key gets into no page and no header', () =>
  withApplication(async ({ send }) => {
    const nasty = `${encodeURIComponent(MARKUP)}%0d%0aX-Evil:%20yes`;
    for (const page of [...PAGES, '/customer/account', '/oauth/token/request', '/rest/V1/nothing', '/soap/default'])
      for (const url of [`${page}?x=${nasty}`, `${page}/${nasty}`, `/${nasty}${page}`]) {
        const headers = { cookie: `form_key=${MARKUP}; PHPSESSID=${MARKUP}`, accept: 'application/json' };
        const answer = await send({ url, headers });
        assert.ok(!answer.text.includes('<img src=x') && !answer.text.includes('<script>alert'), url);
        for (const [name, value] of Object.entries(answer.headers))
          assert.ok(
            !/[\r\n\0]/.test(String(value)) && !/evil/i.test(name + String(value)),
            `${url} ${name}: ${String(value)}`,
          );
      }
  }));

test('no page sends a visitor to another site, whatever the address, the parameters or the headers say', () =>
  withApplication(async ({ send }) => {
    const evil = [
      '//evil.example',
      'https://evil.example',
      '/%5Cevil.example',
      '/\\evil.example',
      '//evil.example/%2e%2e',
    ];
    for (const target of evil)
      for (const url of [
        `/customer/account?return=${target}`,
        `${target}/customer/account`,
        `/customer/account/?referer=${target}&redirect_uri=${target}`,
      ]) {
        const answer = await send({ url, headers: { referer: target } });
        const location = header(answer, 'location');
        assert.ok(location === '' || location === '/customer/account/login', `${url} leads to ${location}`);
      }
  }));

test('no path leads out of the folders whose files are served', () =>
  withApplication(async ({ send }) => {
    for (const base of ['/admin', '/admin/assets', '/swagger'])
      for (const way of ['../', '..%2f', '%2e%2e/', '..%5c', '..;/', '....//', '%00/../'])
        for (const file of ['package.json', 'LICENSE', 'etc/passwd', 'src/application.ts']) {
          const { text } = await send({ url: `${base}/${way.repeat(6)}${file}` });
          assert.doesNotMatch(
            text,
            /"dependencies"|"workspaces"|root:|Apache License|createApplication/,
            `${base}/${way}${file}`,
          );
        }
  }));

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import type { Call, HttpRequest, HttpResponse } from '@tessera/webapi';
import { adminPanelEndpoints } from '../src/admin-panel/endpoints.ts';

const SCRIPT = `export const greeting = ${JSON.stringify('hello '.repeat(400))};`;
const PAGE = `<!doctype html><base href="/admin/" /><meta name="tessera-base-path" content="" /><meta name="csp-nonce" content="" />`;

const folder = mkdtempSync(join(tmpdir(), 'tessera-panel-'));
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), PAGE);
writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
writeFileSync(join(folder, '.built-from'), 'secret of the build');
writeFileSync(join(folder, 'assets/index-AbCd1234.js'), SCRIPT);
writeFileSync(join(folder, 'assets/index-AbCd1234.js.br'), brotliCompressSync(SCRIPT));
writeFileSync(join(folder, 'assets/index-AbCd1234.js.gz'), gzipSync(SCRIPT));
after(() => rmSync(folder, { recursive: true }));

const get = async (
  url: string,
  headers: HttpRequest['headers'] = {},
  path = 'admin',
  from = folder,
): Promise<HttpResponse> => {
  const [endpoint] = adminPanelEndpoints(path, url.startsWith('/magento') ? '/magento' : '', new Map(), from);
  assert.ok(endpoint);
  const request = {
    method: 'GET',
    url,
    headers,
    body: async () => Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    host: 'localhost',
  } as const;
  return endpoint.handle(request, {} as Call);
};
const textOf = ({ body, headers }: HttpResponse): string => {
  const bytes = Buffer.from(body);
  const encoding = headers['content-encoding'];
  return (encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
};

test('a file with a hashed name is cached for good, in the best form that the browser takes', async () => {
  for (const [accepted, encoding] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', undefined],
    [undefined, undefined],
  ] as const) {
    const answer = await get('/admin/assets/index-AbCd1234.js', { 'accept-encoding': accepted });
    assert.equal(answer.headers['content-encoding'], encoding);
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(answer.headers['vary'], 'accept-encoding');
    assert.equal(answer.headers['content-type'], 'text/javascript; charset=utf-8');
    assert.equal(textOf(answer), SCRIPT);
  }
  assert.equal((await get('/admin/favicon.svg')).headers['cache-control'], 'no-cache');
});

test('every address inside the panel gets its page, never cached, with a nonce of its own', async () => {
  const [first, second] = [await get('/admin'), await get('/admin/integrations/5?tab=api')];
  for (const answer of [first, second]) {
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const policy = String(answer.headers['content-security-policy']);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    assert.ok(nonce && textOf(answer).includes(`content="${nonce}"`));
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(answer.headers['x-frame-options'], 'DENY');
  }
  assert.notEqual(first.headers['content-security-policy'], second.headers['content-security-policy']);
});

test('the page knows where it stands', async () => {
  const page = textOf(await get('/magento/back/office/users', {}, '/back/office/'));
  assert.match(page, /<base href="\/magento\/back\/office\/"/);
  assert.match(page, /name="tessera-base-path" content="\/magento"/);
});

test('a file of an older build is missing, and nothing outside the panel can be had', async () => {
  assert.equal((await get('/admin/assets/index-Zzzz9999.js')).status, 404);
  for (const path of [
    '/admin/.built-from',
    '/admin/../package.json',
    '/admin/assets/..%2f..%2fpackage.json',
    '/admin/index-AbCd1234.js.br',
  ])
    assert.doesNotMatch(textOf(await get(path)), /secret|"name"/, path);
});

test('a panel that is not built says how to build it; an empty path switches it off; a strange one is refused', async () => {
  const answer = await get('/admin', {}, 'admin', join(folder, 'nothing'));
  assert.equal(answer.status, 503);
  assert.match(textOf(answer), /npm run build/);
  assert.deepEqual(adminPanelEndpoints('', '', new Map(), folder), []);
  for (const path of ['a b', '../x', 'rest', 'rest/V1', 'customer'])
    assert.deepEqual(adminPanelEndpoints(path, '', new Map(), folder), [], path);
});

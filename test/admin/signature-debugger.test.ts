import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import OAuth from 'oauth-1.0a';
import type { Page } from 'playwright-core';
import { type Panel, startPanel } from './panel.ts';

let panel: Panel;
let page: Page;
let url: string;
let consumer: OAuth.Consumer;
let token: OAuth.Token;
before(async () => {
  panel = await startPanel(['--demo']);
  const { api } = panel.tessera;
  const { id } = await api<{ id: number }>('POST', '/V1/integrations', {
    integration: { name: 'Puzzled', all_resources: true },
  });
  const values = await api<Record<string, string>>('POST', `/V1/integrations/${id}/activate`);
  consumer = { key: values['consumer_key'] ?? '', secret: values['consumer_secret'] ?? '' };
  token = { key: values['access_token'] ?? '', secret: values['access_token_secret'] ?? '' };
  url = `${panel.tessera.url}rest/V1/customers/1`;
  page = await panel.signedIn(`/integrations/${id}`);
  await page.getByRole('tab', { name: 'Signature debugger' }).click();
});
after(() => panel?.close());

interface Mistakes {
  readonly tokenSecret?: string;
  readonly secondsAgo?: number;
  /** The address that was signed in place of the one that is called. */
  readonly signs?: string;
}

/** The header of an independent client, and the base string that it computed. */
function signedBy({ tokenSecret = token.secret, secondsAgo = 0, signs = url }: Mistakes = {}) {
  let baseString = '';
  const client = new OAuth({
    consumer,
    signature_method: 'HMAC-SHA256',
    hash_function: (text, key) => {
      baseString = text;
      return createHmac('sha256', key).update(text).digest('base64');
    },
  });
  client.getTimeStamp = () => Math.floor(Date.now() / 1000) - secondsAgo;
  const signed = client.authorize({ url: signs, method: 'GET' }, { key: token.key, secret: tokenSecret });
  return { header: client.toHeader(signed).Authorization, baseString };
}

async function explain(header: string, called = url, baseString = ''): Promise<string> {
  await page.getByLabel('Authorization header').fill(header);
  await page.getByRole('textbox', { name: 'URL' }).fill(called);
  await page.getByLabel('Base string of the client').fill(baseString);
  const answer = page.waitForResponse((response) => response.url().endsWith('/debug-signature'));
  await page.getByRole('button', { name: 'Explain the signature' }).click();
  await (await answer).finished();
  await page.waitForTimeout(150);
  const text = (await page.getByRole('region', { name: 'Explanation' }).textContent()) ?? '';
  for (const secret of [consumer.secret, token.secret]) assert.ok(!text.includes(secret), 'no secret is shown');
  return text;
}

test('a good signature is called good, with its parameters and our base strings by both rules', async () => {
  const { header, baseString } = signedBy();
  const text = await explain(header);
  assert.match(text, /The signature is right/);
  assert.match(text, /By RFC 5849.*By Magento's rule/);
  assert.ok(text.includes(baseString));
  assert.match(text, /oauth_signature_methodHMAC-SHA256/);
});

test('a wrong secret is named', async () => {
  const text = await explain(signedBy({ tokenSecret: consumer.secret }).header);
  assert.match(text, /does not fit the request/);
  assert.match(text, /the consumer secret in place of the token secret/);
});

test('a stale time is named', async () => {
  assert.match(await explain(signedBy({ secondsAgo: 3 * 3600 }).header), /The timestamp is 108\d\d seconds old/);
});

test('a repeated nonce is named, once the request was accepted', async () => {
  const { header } = signedBy();
  assert.doesNotMatch(await explain(header), /nonce was used before/);
  assert.equal((await fetch(url, { headers: { authorization: header } })).status, 200);
  assert.match(await explain(header), /The nonce was used before/);
});

test('the encoding of a given character is named', async () => {
  const { header } = signedBy({ signs: `${url}?fields=a%2Bb` });
  assert.match(await explain(header, `${url}?fields=a%20b`), /A blank of the query was signed as "\+" \(%2B\)/);
});

test('the first difference from the base string of the client is shown with its place', async () => {
  const { header, baseString } = signedBy({ signs: url.replace('/V1/', '/v1/') });
  const text = await explain(header, url, baseString);
  assert.match(text, /First difference, at character \d+ \(url\)/);
  assert.match(text, /The url is \S+\/V1\/customers\/1 for the server, \S+\/v1\/customers\/1 for the client\./);
});

test('what is no header, or no address, is said beside its field', async () => {
  await page.getByLabel('Authorization header').fill('Basic abc');
  await page.getByRole('textbox', { name: 'URL' }).fill(url);
  await page.getByRole('button', { name: 'Explain the signature' }).click();
  await page.locator('.mantine-InputWrapper-error').getByText('Basic abc').waitFor();
  await page.getByLabel('Authorization header').fill('');
  await page.getByRole('textbox', { name: 'URL' }).fill('');
  await page.getByRole('button', { name: 'Explain the signature' }).click();
  assert.equal(await page.getByText('This is a required field.').count(), 2);
});

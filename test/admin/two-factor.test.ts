import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type Panel, startPanel } from './panel.ts';

let panel: Panel;
before(async () => {
  panel = await startPanel();
});
after(() => panel?.close());

const STEP_MS = 30_000;
/** So near to the next step, the code of the step before may be too old once it arrives. */
const LATE_MS = 10_000;

/** Resolves where the current step has a while to go. */
async function earlyInStep(page: Page): Promise<void> {
  const left = STEP_MS - (Date.now() % STEP_MS);
  if (left < LATE_MS) await page.waitForTimeout(left);
}

/** What an authenticator app shows (RFC 6238), from the secret as it is typed into one. */
function authenticatorCode(secret: string, steps = 0): string {
  const bits = [...secret]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const post = (path: string, body: unknown) =>
  fetch(new URL(`rest/V1/${path}`, panel.tessera.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const ADMIN = { username: 'admin', password: 'Admin123!x' };

async function enterPassword(page: Page): Promise<void> {
  await page.getByLabel('Username').fill(ADMIN.username);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a second factor is set up by QR code, asked for at the sign-in and for tokens, and replaced by a recovery code', async () => {
  const page = await panel.signedIn('/account');
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await page.getByRole('dialog').getByLabel('Your Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
  const secret = await page.getByRole('textbox', { name: 'Or type this secret into the app' }).inputValue();
  await page.getByLabel('Authenticator code').fill('000000');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('Invalid code. Is the clock of your phone right?').waitFor();
  await earlyInStep(page);
  const first = authenticatorCode(secret, -1);
  await page.getByLabel('Authenticator code').fill(first);
  await page.getByRole('button', { name: 'Turn on' }).click();
  const codeItems = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await codeItems.last().waitFor();
  const codes = await codeItems.allTextContents();
  assert.equal(codes.length, 10);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 of 10 recovery codes are left').waitFor();

  // Tokens: the password alone gives none.
  const refused = await post('integration/admin/token', ADMIN);
  assert.equal(refused.status, 400);
  assert.deepEqual(await refused.json(), {
    message: 'Please use the 2fa provider-specific endpoints to obtain a token.',
    parameters: { active_providers: ['google'] },
  });
  assert.equal((await post('integration/admin/token', { ...ADMIN, password: 'wrong-1' })).status, 401);
  const wrong = await post('tfa/provider/google/authenticate', { ...ADMIN, otp: '000000' });
  assert.equal(wrong.status, 401);
  assert.deepEqual(await wrong.json(), { message: 'Invalid code.' });
  const replayed = await post('tfa/provider/google/authenticate', { ...ADMIN, otp: first });
  assert.equal(replayed.status, 401, 'a code counts once');
  const good = await post('tfa/provider/google/authenticate', { ...ADMIN, otp: authenticatorCode(secret) });
  assert.equal(good.status, 200);
  assert.match(String(await good.json()), /^eyJ/);

  // The panel asks for the code after the password.
  const other = await panel.open('/dashboard');
  await enterPassword(other);
  await other.getByLabel('Authenticator code').fill('123456');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.getByText('Invalid code.').waitFor();
  await other.getByLabel('Authenticator code').fill(codes[0] ?? '');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();

  // A recovery code is good for once.
  const again = await panel.open('/dashboard');
  await enterPassword(again);
  await again.getByLabel('Authenticator code').fill(codes[0] ?? '');
  await again.getByRole('button', { name: 'Sign in' }).click();
  await again.getByText('Invalid code.').waitFor();

  await page.reload();
  await page.getByText('9 of 10 recovery codes are left').waitFor();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('button', { name: 'Turn it off' }).click();
  await page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor();
  assert.equal((await post('integration/admin/token', ADMIN)).status, 200);
});

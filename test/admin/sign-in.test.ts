import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, type Panel, signIn, startPanel } from './panel.ts';

let panel: Panel;
before(async () => {
  panel = await startPanel();
});
after(() => panel?.close());

const REFUSED = /The account sign-in was incorrect or your account is disabled temporarily/;

test('a wrong password is refused and the name stays, the right one leads to the page that was asked for', async () => {
  const page = await panel.open('/customers?page=1');
  await page.getByLabel('Username').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('not-this-1');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(REFUSED).waitFor();
  assert.equal(await page.getByLabel('Username').inputValue(), 'admin');
  await signIn(page);
  await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
  assert.match(page.url(), /\/admin\/customers/);
});

test('a user who gave a wrong password six times is locked, shown as locked, and can be unlocked', async () => {
  await panel.tessera.api('POST', '/V1/adminUsers', {
    user: {
      username: 'lena',
      password: 'Lena123!x',
      email: 'lena@example.com',
      firstname: 'Lena',
      lastname: 'Locked',
      role_id: 1,
    },
  });
  const page = await panel.open();
  await page.getByLabel('Username').fill('lena');
  for (let attempt = 0; attempt < 6; attempt++) {
    await page.getByLabel('Password', { exact: true }).fill(`wrong-${attempt}`);
    const answer = page.waitForResponse(
      (response) => response.url().endsWith('/V1/session') && response.request().method() === 'POST',
    );
    await page.getByRole('button', { name: 'Sign in' }).click();
    assert.equal((await answer).status(), 401);
  }
  await page.getByLabel('Password', { exact: true }).fill('Lena123!x');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(REFUSED).waitFor();

  const admin = await panel.signedIn('/locked-users');
  await admin.getByRole('button', { name: 'Unlock lena' }).click();
  await admin.getByLabel('Your Password').fill('Admin123!x');
  await admin.getByRole('button', { name: 'Confirm' }).click();
  await admin.getByText('Nobody is locked').waitFor();
  await signIn(page, 'lena', 'Lena123!x');
});

test('no other site is gone to after the sign-in', async () => {
  for (const target of [
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example',
    '/%5Cevil.example/x',
    'javascript:alert(1)',
  ]) {
    const page = await panel.open(`/sign-in?to=${encodeURIComponent(target)}`);
    await page.getByLabel('Username').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill('Admin123!x');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(new URL(page.url()).origin, new URL(panel.url).origin, target);
    await page.context().close();
  }
});

test('the panel cannot be shown in a frame, and its page forbids inline scripts', async () => {
  const answer = await fetch(`${panel.url}/integrations`);
  assert.equal(answer.headers.get('x-frame-options'), 'DENY');
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /frame-ancestors 'none'/);
  assert.match(policy, /script-src 'self';/);
  assert.doesNotMatch(policy, /unsafe/);
  const other = await fetch(`${panel.url}/integrations`);
  assert.notEqual(other.headers.get('content-security-policy'), policy, 'the nonce is of one answer only');
});

test("a session's cookie alone does nothing: the token that no other site knows has to come along", async () => {
  const page = await panel.signedIn('/dashboard');
  const [without, foreign] = await page.evaluate(async () => {
    const call = (headers: Record<string, string>) =>
      fetch('../rest/all/V1/adminUsers?searchCriteria=', { headers }).then((answer) => answer.status);
    return [await call({}), await call({ 'X-CSRF-Token': 'A'.repeat(43) })];
  });
  assert.equal(without, 401);
  assert.equal(foreign, 401);
});

test('when the session is over, signing in again leaves what was typed', async () => {
  const page = await panel.signedIn('/integrations/new');
  await page.locator('input[name="name"]').fill('Half typed');
  await page.getByLabel('Your Password').fill('Admin123!x');
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.waitFor();
  assert.equal(await page.evaluate('document.activeElement.name'), 'password');
  await dialog.getByLabel('Password', { exact: true }).fill('Admin123!x');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.locator('input[name="name"]').inputValue(), 'Half typed');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText("The integration 'Half typed' has been saved.").first().waitFor();
});

test('a session that ended while nobody looked is noticed on coming back, and what was typed stays', async () => {
  const page = await panel.signedIn('/dashboard');
  await page.clock.install();
  await page.goto(`${panel.url}/roles/new`);
  await page.getByLabel('Role Name').fill('Half typed');
  await page.context().clearCookies();
  await page.clock.fastForward('05:00');
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  for (let attempt = 0; attempt < 100 && (await dialog.count()) === 0; attempt++) {
    await page.clock.runFor(100);
    await page.waitForTimeout(50);
  }
  await page.clock.resume();
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.getByLabel('Role Name').inputValue(), 'Half typed');
});

test('whoever confirms with a wrong password too often is signed out and told why, and nothing typed is lost', async () => {
  await panel.tessera.api('POST', '/V1/adminUsers', {
    user: {
      username: 'lou',
      password: PASSWORD,
      email: 'lou@example.com',
      firstname: 'Lou',
      lastname: 'L',
      role_id: 1,
    },
  });
  const page = await panel.signedIn('/integrations/new', { as: 'lou' });
  await page.locator('input[name="name"]').fill('Half typed');
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  for (let attempt = 0; attempt < 10 && (await dialog.count()) === 0; attempt++) {
    await page.getByLabel('Your Password').fill(`wrong-${attempt}`);
    const answer = page.waitForResponse((response) => response.url().endsWith('/V1/session/confirm'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    if ((await answer).status() === 401) await dialog.waitFor();
    else await page.getByText('The password entered for the current user is invalid.').waitFor();
  }
  await dialog.getByText('Your account is temporarily disabled. Please try again later.').waitFor();
  assert.equal(await page.locator('input[name="name"]').inputValue(), 'Half typed');
});

test('signing out ends the session, and Back does not bring it back', async () => {
  const page = await panel.signedIn('/customers');
  await page.evaluate(`new MutationObserver(() => {
    if (document.querySelector('[role=alert]')) window.alarmed = document.body.innerText;
  }).observe(document.body, { childList: true, subtree: true })`);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign Out' }).click();
  await page.getByLabel('Username').waitFor();
  assert.equal(await page.evaluate('window.alarmed'), undefined, 'no failure flashes up');
  await page.goBack();
  await page.getByLabel('Username').waitFor();
});

test('the palette leads to a page by a part of its name', async () => {
  const page = await panel.signedIn('/dashboard');
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'Search for a page' }).fill('oauth cons');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Integrations', level: 1 }).waitFor();
});

test('what the arrow keys choose in the palette is in sight, and its page is named in the window', async () => {
  const page = await panel.signedIn('/dashboard', { viewport: { width: 1000, height: 420 } });
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'Search for a page' }).press('ArrowUp');
  const last = page.getByRole('option').last();
  assert.equal(await last.getAttribute('aria-selected'), 'true');
  const [own, list] = [await last.boundingBox(), await page.getByRole('listbox').boundingBox()];
  assert.ok(own !== null && list !== null);
  assert.ok(own.y >= list.y && own.y + own.height <= list.y + list.height + 1);
  await page.getByRole('combobox', { name: 'Search for a page' }).fill('user roles');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'User Roles', level: 1 }).waitFor();
  assert.equal(await page.title(), 'User Roles · Tessera');
  await page.goto(`${panel.url}/nowhere`);
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  assert.equal(await page.title(), 'There is nothing here · Tessera');
});

test('signing out everywhere ends this session, the others and the tokens', async () => {
  const name = { firstname: 'E', lastname: 'W', role_id: 1 };
  await panel.tessera.api('POST', '/V1/adminUsers', {
    user: { username: 'everywhere', password: PASSWORD, email: 'everywhere@example.com', ...name },
  });
  const token = await panel.tessera.api<string>('POST', '/V1/integration/admin/token', {
    username: 'everywhere',
    password: PASSWORD,
  });
  const status = async (): Promise<number> =>
    (await fetch(`${panel.tessera.url}rest/V1/modules`, { headers: { authorization: `Bearer ${token}` } })).status;
  assert.equal(await status(), 200);
  const other = await panel.open('/dashboard');
  await signIn(other, 'everywhere');
  const page = await panel.open('/account');
  await signIn(page, 'everywhere');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByLabel('Username').waitFor();
  assert.equal(await page.title(), 'Sign in · Tessera');
  await other.reload();
  await other.getByLabel('Username').waitFor();
  assert.equal(await status(), 401);
});

test('a page that nobody sits before asks for nothing, so that its session ends, and goes on when somebody comes', async () => {
  const page = await panel.signedIn('/customers');
  await page.clock.install();
  await page.goto(`${panel.url}/dashboard`);
  await page.getByText('Calls over time').waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  // In steps: an answer takes its time, whatever the page's clock says.
  const pass = async (minutes: number): Promise<void> => {
    for (let step = 0; step < minutes * 2; step++) {
      await page.clock.runFor(30_000);
      await page.waitForTimeout(100);
    }
  };
  await pass(1);
  assert.ok(asked.length > 0, 'it is read again while somebody looks on');
  await pass(6);
  asked.length = 0;
  await pass(3);
  assert.deepEqual(asked, []);
  await page.mouse.move(300, 300);
  await page.mouse.move(310, 310);
  await pass(1);
  assert.ok(asked.length > 0);
});

import type { Call, HttpEndpoint, HttpRequest, HttpResponse } from '@tessera/webapi';
import { locale } from '../../store/settings.ts';
import { customerSession, signIn, signOut } from './customer-session.ts';
import { formKey, isOwnForm, readForm } from './form-key.ts';
import { escapeHtml, page } from './html.ts';

const LOGIN = 'customer/account/login';
const ACCOUNT = 'customer/account';
const LOGOUT = 'customer/account/logout';

/** Path of a page below the base path and, where the request named one, the store code. */
function pathOf(call: Call, request: HttpRequest, path: string): string {
  const base = new URL(call.baseUrl).pathname;
  const rest = request.url.slice(base.length).split('?')[0] ?? '';
  return `${base}${rest.startsWith(`${call.store.code}/`) ? `${call.store.code}/` : ''}${path}`;
}

const language = (call: Call): string => call.settings.get(locale).replace('_', '-');
const redirect = (location: string, headers: HttpResponse['headers'] = {}): HttpResponse => ({
  status: 302,
  headers: { location, 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8', ...headers },
  body: '',
});

/** The sign-in page; after a failed attempt with what went wrong and the address as it was typed. */
function loginPage(
  request: HttpRequest,
  call: Call,
  status = 200,
  error: string | null = null,
  email = '',
): HttpResponse {
  const { key, headers } = formKey(request, call);
  const describe = error === null ? '' : ' aria-describedby="error" aria-invalid="true"';
  const body = `${error === null ? '' : `<p class="error" id="error" role="alert">${escapeHtml(error)}</p>`}
<form method="post" action="${escapeHtml(pathOf(call, request, LOGIN))}">
<input type="hidden" name="form_key" value="${key}">
<label for="email">Email</label>
<input id="email" name="login[username]" type="email" autocomplete="username" required value="${escapeHtml(email)}"${describe}>
<label for="password">Password</label>
<input id="password" name="login[password]" type="password" autocomplete="current-password" required${describe}>
<button type="submit">Sign in</button>
</form>`;
  return page(status, { title: 'Customer sign-in', language: language(call), body }, headers);
}

async function login(request: HttpRequest, call: Call): Promise<HttpResponse> {
  const form = await readForm(request);
  const email = (form.get('login[username]') ?? '').trim();
  const password = form.get('login[password]') ?? '';
  if (!isOwnForm(request, form))
    return loginPage(request, call, 400, 'The page was open for too long. Please try again.', email);
  if (email === '' || password === '')
    return loginPage(request, call, 400, 'Enter your email address and your password.', email);
  const signedIn = await signIn(request, call, email, password);
  if (signedIn === null) {
    const wrong = 'The email address or the password is wrong, or your account is disabled for a while.';
    return loginPage(request, call, 401, wrong, email);
  }
  return redirect(pathOf(call, request, ACCOUNT), { 'set-cookie': signedIn.setCookie });
}

async function account(request: HttpRequest, call: Call): Promise<HttpResponse> {
  const session = await customerSession(request, call);
  const customer =
    session === null
      ? undefined
      : await call.db.query
          .selectFrom('customer')
          .select(['firstname', 'lastname', 'email'])
          .where('id', '=', session.user_id)
          .executeTakeFirst();
  if (customer === undefined) return redirect(pathOf(call, request, LOGIN));
  const { key, headers } = formKey(request, call);
  const body = `<p>You are signed in as ${escapeHtml(`${customer.firstname} ${customer.lastname}`)} (${escapeHtml(customer.email)}).</p>
<form method="post" action="${escapeHtml(pathOf(call, request, LOGOUT))}">
<input type="hidden" name="form_key" value="${key}">
<button type="submit">Sign out</button>
</form>`;
  return page(200, { title: 'Your account', language: language(call), body }, headers);
}

async function logout(request: HttpRequest, call: Call): Promise<HttpResponse> {
  if (!isOwnForm(request, await readForm(request))) return redirect(pathOf(call, request, ACCOUNT));
  return redirect(pathOf(call, request, LOGIN), { 'set-cookie': await signOut(request, call) });
}

/** The pages on which customers sign in and out. */
export const customerPages: readonly HttpEndpoint[] = [
  { methods: ['GET'], path: `/${LOGIN}`, storeAware: true, handle: (request, call) => loginPage(request, call) },
  { methods: ['POST'], path: `/${LOGIN}`, storeAware: true, handle: login },
  { methods: ['GET'], path: `/${ACCOUNT}`, storeAware: true, handle: account },
  { methods: ['POST'], path: `/${LOGOUT}`, storeAware: true, handle: logout },
];

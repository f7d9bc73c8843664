import { authorizationHeader } from './sign-request.mjs';

const form = document.getElementById('access');
const note = document.getElementById('note');
const value = (name) => form.elements[name].value.trim();

const documentUrl = () => {
  const store = value('store');
  const url = new URL(`${document.body.dataset.base}rest/${store === '' ? '' : `${store}/`}`, location.href);
  url.pathname += { rest: 'openapi', async: 'async/openapi', bulk: 'async/bulk/openapi' }[value('type')];
  if (value('services') !== '') url.searchParams.set('services', value('services'));
  return url.href;
};

/** Kept in memory only: a reload of the page forgets it. */
let credentials = { kind: 'none' };

const readCredentials = () => {
  const kind = value('kind');
  if (kind === 'token') return { kind, token: value('token') };
  if (kind !== 'oauth') return { kind: 'none' };
  const [consumerKey, consumerSecret, token, tokenSecret] = [
    'consumer_key',
    'consumer_secret',
    'access_token',
    'access_token_secret',
  ].map(value);
  return { kind, consumerKey, consumerSecret, token, tokenSecret };
};

const authorizationOf = ({ url, method }) => {
  if (credentials.kind === 'token') return credentials.token === '' ? null : `Bearer ${credentials.token}`;
  if (credentials.kind !== 'oauth') return null;
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const timestamp = Math.floor(Date.now() / 1000);
  return authorizationHeader({ ...credentials, url, method: method ?? 'GET', nonce, timestamp });
};

const requestInterceptor = async (request) => {
  const url = new URL(request.url, location.href);
  // Secrets are for this installation only, whatever a document may say.
  if (url.origin !== location.origin) return request;
  const authorization = await authorizationOf({ url: url.href, method: request.method });
  if (authorization !== null) request.headers = { ...request.headers, Authorization: authorization };
  return request;
};

const showFields = () => {
  for (const group of form.querySelectorAll('[data-kind]')) group.hidden = group.dataset.kind !== value('kind');
  note.textContent =
    value('kind') === 'oauth' && !globalThis.isSecureContext
      ? 'Browsers sign requests on https addresses and on localhost only.'
      : '';
};

const parameters = new URLSearchParams(location.search);
for (const name of ['store', 'type', 'services']) {
  const given = parameters.get(name);
  if (given !== null) form.elements[name].value = given;
}
if (value('type') === '') form.elements.type.value = 'rest';
showFields();

const ui = globalThis.SwaggerUIBundle({
  url: documentUrl(),
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  validatorUrl: null,
  requestInterceptor,
});

form.addEventListener('change', showFields);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  credentials = readCredentials();
  const url = documentUrl();
  ui.specActions.updateUrl(url);
  ui.specActions.download(url);
});

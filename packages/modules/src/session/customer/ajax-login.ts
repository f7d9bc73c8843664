import type { HttpEndpoint, HttpResponse } from '@tessera/webapi';
import { signIn } from './customer-session.ts';

const answer = (
  status: number,
  errors: boolean,
  message: string,
  headers: HttpResponse['headers'] = {},
): HttpResponse => ({
  status,
  // Observed: without a charset, unlike the Web API.
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify({ errors, message }),
});

function credentialsOf(body: Buffer): { username: string; password: string } | null {
  try {
    const { username, password } = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    return typeof username === 'string' && typeof password === 'string' ? { username, password } : null;
  } catch {
    return null;
  }
}

/** `POST /customer/ajax/login`: signs a customer in from a script of the storefront. */
export const ajaxLogin: HttpEndpoint = {
  methods: ['POST'],
  path: '/customer/ajax/login',
  storeAware: true,
  handle: async (request, call) => {
    // Other sites cannot send this header, so they cannot sign a visitor in as somebody else.
    if (request.headers['x-requested-with'] !== 'XMLHttpRequest') return answer(400, true, 'Bad request.');
    const credentials = credentialsOf(await request.body());
    if (credentials === null) return answer(400, true, 'Bad request.');
    const signedIn = await signIn(request, call, credentials.username, credentials.password);
    if (signedIn === null) return answer(200, true, 'Invalid login or password.');
    return answer(200, false, 'Login successful.', { 'set-cookie': signedIn.setCookie });
  },
};

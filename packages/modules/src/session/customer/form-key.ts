import { randomBytes } from 'node:crypto';
import { type Call, cookie, type HttpRequest } from '@tessera/webapi';
import { setCookie } from '../cookies.ts';
import { isSameOrigin, isSameSecret } from '../same-origin.ts';

const COOKIE = 'form_key';
const KEY = /^[\w-]{22,64}$/;

/** The key that the forms of a visitor carry, and the header that hands it to a browser which has none yet. */
export function formKey(request: HttpRequest, call: Call): { key: string; headers: Record<string, string> } {
  const known = cookie(request, COOKIE);
  if (known !== null && KEY.test(known)) return { key: known, headers: {} };
  const key = randomBytes(16).toString('base64url');
  return { key, headers: { 'set-cookie': setCookie(call, COOKIE, key, 'Lax') } };
}

/** Whether a form was sent from a page of ours: its key is the cookie's, which other sites can neither read nor send. */
export function isOwnForm(request: HttpRequest, form: URLSearchParams): boolean {
  const expected = cookie(request, COOKIE);
  return (
    expected !== null && KEY.test(expected) && isSameOrigin(request) && isSameSecret(form.get('form_key'), expected)
  );
}

const LONGEST_FORM = 10_000;

/** The fields of a form, empty where the body is none. */
export async function readForm(request: HttpRequest): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? '';
  const body = await request.body();
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type) || body.length > LONGEST_FORM)
    return new URLSearchParams();
  return new URLSearchParams(body.toString('utf8'));
}

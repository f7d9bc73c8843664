import { parseAuthorization, type SignedRequest } from '@tessera/oauth1';
import { type HttpRequest, requestTooLarge } from '@tessera/webapi';

const MENTIONS_OAUTH = /oauth /i;
const FORM = 'application/x-www-form-urlencoded';
/** A form is hashed for every base string that is tried, before anything is proved; none of the API's needs more. */
const MAX_FORM_BYTES = 64 * 1024;

/**
 * Takes from a request what its OAuth signature covers: everything as it was sent, nothing decoded or tidied.
 * @throws WebapiError `request_too_large` for a form of more than 64 KiB
 * @returns null where the Authorization header does not speak of OAuth (behaviour C1, C3)
 */
export async function readSignedRequest(request: HttpRequest): Promise<SignedRequest | null> {
  const header = request.headers['authorization'];
  if (header === undefined || !MENTIONS_OAUTH.test(header)) return null;
  const formBody = isForm(request) ? await readForm(request) : undefined;
  const oauth = parseAuthorization(header, formBody);
  if (oauth === null) return null;
  const { scheme, host } = request;
  return {
    method: request.method,
    url: { scheme, host, ...splitTarget(request.url) },
    oauth,
    ...(formBody === undefined ? {} : { formBody }),
  };
}

const isForm = (request: HttpRequest): boolean =>
  request.headers['content-type']?.trimStart().toLowerCase().startsWith(FORM) === true;

async function readForm(request: HttpRequest): Promise<string> {
  const bytes = await request.body();
  if (bytes.length > MAX_FORM_BYTES) throw requestTooLarge([MAX_FORM_BYTES]);
  return bytes.toString('utf8');
}

function splitTarget(url: string): { rawPath: string; rawQuery: string } {
  // A request target may be a whole URL (RFC 9112 section 3.2.2).
  const target = url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const question = target.indexOf('?');
  return question < 0
    ? { rawPath: target, rawQuery: '' }
    : { rawPath: target.slice(0, question), rawQuery: target.slice(question + 1) };
}

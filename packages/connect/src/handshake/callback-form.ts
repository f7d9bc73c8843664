/** What a store posts to the callback endpoint when an integration is activated. */
export interface CallbackForm {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly storeUrl: string;
  readonly verifier: string;
}

/** Magento's form has 250 bytes and an address of at most 255. */
const MAXIMUM_BYTES = 4096;
/** Keys, secrets and verifiers of Magento have 32 characters of `[0-9a-z]`. */
const TOKEN = /^[\dA-Za-z]{32}$/;

/** Why a callback was not taken; `status` is the answer's. */
export class CallbackRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'CallbackRefusal';
    this.status = status;
  }
}

/**
 * Reads the form that a store posts and checks its shape. Nothing is known about its truth yet.
 * @throws CallbackRefusal when it is no such form
 */
export async function readCallbackForm(request: Request): Promise<CallbackForm> {
  if (request.method !== 'POST') throw new CallbackRefusal(405, 'A store posts to this address.');
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type))
    throw new CallbackRefusal(415, 'The form must be application/x-www-form-urlencoded.');
  const form = new URLSearchParams(await readText(request));
  const value = (name: string): string => {
    const [first, ...more] = form.getAll(name);
    if (first === undefined || more.length > 0) throw new CallbackRefusal(400, `${name} must be given once.`);
    return first;
  };
  const token = (name: string): string => {
    const text = value(name);
    if (!TOKEN.test(text)) throw new CallbackRefusal(400, `${name} must be 32 letters and digits.`);
    return text;
  };
  return {
    consumerKey: token('oauth_consumer_key'),
    consumerSecret: token('oauth_consumer_secret'),
    storeUrl: value('store_base_url'),
    verifier: token('oauth_verifier'),
  };
}

async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_BYTES) throw new CallbackRefusal(413, 'The form is too large.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

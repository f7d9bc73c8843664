import { type LookupAddress, lookup } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** What is sent; the global `fetch` takes the same. */
export interface OutgoingRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}
/** The part of `fetch` that is used here. */
export type Fetch = (url: URL, request: OutgoingRequest) => Promise<Response>;

export interface GuardOptions {
  /** Whether a connection to this IP address may be made. It is asked for the very address that is connected to. */
  readonly isAllowed: (address: string) => boolean;
  /** Longest answer, in bytes after unpacking. */
  readonly maximumBytes?: number;
}

const unpack = promisify(gunzip);
const EMPTY_STATUS = new Set([204, 205, 304]);

/**
 * Makes a `fetch` that is safe for addresses given by strangers: the IP address is checked when it is connected to
 * (so a name that changes its address between two look-ups gains nothing), redirects are not followed, and an answer
 * has a largest size. Connections are kept alive.
 *
 * It rejects with an Error whose `code` is `EADDRESSREFUSED` or `ETOOLARGE`, or with the system's.
 */
export function createGuardedFetch({ isAllowed, maximumBytes = 64 * 1024 * 1024 }: GuardOptions): Fetch {
  const guardedLookup: LookupFunction = (hostname, options, answer) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return answer(error, []);
      const allowed = addresses.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (first === undefined) return answer(refusal(hostname), []);
      if (options.all === true) return answer(null, allowed);
      return answer(null, first.address, first.family);
    });
  };
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, lookup: guardedLookup }),
    'https:': new HttpsAgent({ keepAlive: true, lookup: guardedLookup }),
  };
  return async (url, { method, headers, body, signal }) => {
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !isAllowed(literal)) throw refusal(literal);
    const secure = url.protocol === 'https:';
    const message = await send(secure ? httpsRequest : httpRequest, url, body, {
      method,
      agent: agents[secure ? 'https:' : 'http:'],
      headers: { ...headers, 'Accept-Encoding': 'gzip', 'Content-Length': String(Buffer.byteLength(body ?? '')) },
      ...(signal === undefined ? {} : { signal }),
    });
    return readAnswer(message, maximumBytes);
  };
}

function send(
  open: typeof httpRequest | typeof httpsRequest,
  url: URL,
  body: string | undefined,
  options: RequestOptions,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    open(url, options, resolve).on('error', reject).end(body);
  });
}

async function readAnswer(message: IncomingMessage, maximumBytes: number): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumBytes) {
      message.destroy();
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  const { statusCode: status = 502, headersDistinct } = message;
  const packed = Buffer.concat(chunks);
  const isPacked = message.headers['content-encoding'] === 'gzip' && packed.length > 0;
  const body = isPacked
    ? await unpack(packed, { maxOutputLength: maximumBytes }).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : error;
      })
    : packed;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    if (name === 'content-encoding' || name === 'content-length') continue;
    for (const value of values) headers.append(name, value);
  }
  return new Response(EMPTY_STATUS.has(status) ? null : new Uint8Array(body), { status, headers });
}

const refusal = (host: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${host} is not an address that may be connected to.`), { code: 'EADDRESSREFUSED' });
const tooLarge = (): NodeJS.ErrnoException =>
  Object.assign(new Error('The answer is larger than allowed.'), { code: 'ETOOLARGE' });

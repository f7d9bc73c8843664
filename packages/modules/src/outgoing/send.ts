import type { Call, Ports } from '@tessera/webapi';
import { Agent, request } from 'undici';
import { isPublicAddress } from './addresses.ts';
import { checkedConnector, type Resolve, systemResolve } from './connector.ts';
import { failureOf } from './failure.ts';
import type { OutgoingAnswer, OutgoingRequest } from './message.ts';
import { allowPrivateAddresses } from './settings.ts';
import { inClientSpan } from './span.ts';

declare module '@tessera/webapi' {
  interface Ports {
    /** Private addresses may be called whatever the setting says: `serve --demo`, TESSERA_ALLOW_PRIVATE_ADDRESSES. */
    readonly allowPrivateAddresses?: boolean;
    /** Stands in for DNS. */
    readonly resolveHost?: Resolve;
  }
}

/** What we call ourselves towards others. */
export const USER_AGENT = 'Tessera';

type Caller = Pick<Call, 'ports' | 'settings'>;

const BODY_BYTES = 16 * 1024;
const CONNECT_MILLISECONDS = 30_000;

const agents = new WeakMap<Ports, Map<boolean, Agent>>();
/** One pool of connections for either rule, so that none that was made while private addresses were allowed outlives that. */
function agentFor(ports: Ports, privateAllowed: boolean): Agent {
  let ofPorts = agents.get(ports);
  if (ofPorts === undefined) agents.set(ports, (ofPorts = new Map()));
  let agent = ofPorts.get(privateAllowed);
  if (agent === undefined) {
    const isAllowed = privateAllowed ? () => true : isPublicAddress;
    agent = new Agent({
      connect: checkedConnector(ports.resolveHost ?? systemResolve, isAllowed, CONNECT_MILLISECONDS),
    });
    ofPorts.set(privateAllowed, agent);
  }
  return agent;
}

/** Whether outgoing requests of this call may go to private addresses. */
export const mayCallPrivateAddresses = ({ ports, settings }: Caller): boolean =>
  ports.allowPrivateAddresses === true || settings.get(allowPrivateAddresses);

/**
 * Sends a request to an address that somebody else chose: a callback or a webhook. The one place through which such
 * requests leave. No redirects, no proxies, no more than the beginning of the answer. Never throws.
 */
export async function send(call: Caller, request: OutgoingRequest): Promise<OutgoingAnswer> {
  if (!isHttpUrl(request.url)) return { ok: false, failure: 'unsupported_url', cause: null, milliseconds: 0 };
  return inClientSpan(call, request, (traced) => transmit(call, traced));
}

async function transmit(
  call: Caller,
  { url, method, headers = {}, body, timeoutMilliseconds }: OutgoingRequest,
): Promise<OutgoingAnswer> {
  const started = performance.now();
  const milliseconds = (): number => Math.round(performance.now() - started);
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  try {
    const response = await request(url, {
      method,
      headers: { 'user-agent': USER_AGENT, ...headers },
      body: body ?? null,
      signal,
      dispatcher: agentFor(call.ports, mayCallPrivateAddresses(call)),
    });
    const beginning = await readBeginning(response.body);
    return {
      ok: true,
      status: response.statusCode,
      headers: response.headers,
      body: beginning,
      milliseconds: milliseconds(),
    };
  } catch (cause) {
    return { ok: false, failure: failureOf(cause), cause, milliseconds: milliseconds() };
  }
}

/** Whether a text is an absolute http or https URL without credentials. */
export function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === ''
  );
}

/** The status has come, so a body that breaks off or never ends is no failure any more. */
async function readBeginning(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= BODY_BYTES) break;
    }
  } catch {
    // What has come is kept.
  }
  return Buffer.concat(chunks).subarray(0, BODY_BYTES).toString('utf8');
}

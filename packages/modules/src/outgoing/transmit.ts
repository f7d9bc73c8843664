import type { Ports } from '@tessera/webapi';
import { Agent, request } from 'undici';
import { isPublicAddress } from './addresses.ts';
import { checkedConnector } from './connector.ts';
import { failureOf } from './failure.ts';
import type { OutgoingAnswer, OutgoingRequest } from './message.ts';
import { systemResolve } from './resolve.ts';

/** What we call ourselves towards others. */
export const USER_AGENT = 'Tessera';

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

/** Sends a request to an address that is judged when it is connected to. */
export async function transmit(
  ports: Ports,
  privateAllowed: boolean,
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
      dispatcher: agentFor(ports, privateAllowed),
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

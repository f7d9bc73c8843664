import type { Call } from '@tessera/webapi';
import type { OutgoingAnswer, OutgoingRequest } from './message.ts';
import type { Resolve } from './resolve.ts';
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

type Caller = Pick<Call, 'ports' | 'settings'>;

/** Whether outgoing requests of this call may go to private addresses. */
export const mayCallPrivateAddresses = ({ ports, settings }: Caller): boolean =>
  ports.allowPrivateAddresses === true || settings.get(allowPrivateAddresses);

/**
 * Sends a request to an address that somebody else chose: a callback or a webhook. The one place through which such
 * requests leave. No redirects, no proxies, no more than the beginning of the answer. Never throws.
 */
export async function send(call: Caller, request: OutgoingRequest): Promise<OutgoingAnswer> {
  if (!isHttpUrl(request.url)) return { ok: false, failure: 'unsupported_url', cause: null, milliseconds: 0 };
  // Loaded at the first outgoing request: the start does not wait for an HTTP client.
  const { transmit } = await import('./transmit.ts');
  return inClientSpan(call, request, (traced) => transmit(call.ports, mayCallPrivateAddresses(call), traced));
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

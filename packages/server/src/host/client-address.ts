import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Proxies whose `X-Forwarded-*` headers are believed, and the header by which a TLS terminator says so. */
export interface TrustedProxies {
  readonly networks: BlockList;
  readonly any: boolean;
  /** Setting `web/secure/offloader_header`, in lower case; empty for none. */
  readonly offloaderHeader: string;
}

/** Reads a list of addresses and CIDR networks. @throws Error naming the entry that is neither */
export function trustedProxies(entries: readonly string[], offloaderHeader = ''): TrustedProxies {
  const networks = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address);
    if (family === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits)))
      throw new Error(`"${entry}" is neither an address nor a network`);
    if (bits === undefined) networks.addAddress(address, family === 6 ? 'ipv6' : 'ipv4');
    else networks.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  }
  return { networks, any: entries.length > 0, offloaderHeader: offloaderHeader.toLowerCase() };
}

export interface Client {
  readonly remoteAddress: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly viaTrustedProxy: boolean;
}

const plain = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);
/** Whether an address is one of a proxy that we trust. */
export const isTrusted = (proxies: TrustedProxies, address: string): boolean => {
  const known = plain(address);
  const family = isIP(known);
  return family !== 0 && proxies.networks.check(known, family === 6 ? 'ipv6' : 'ipv4');
};

/** An entry of `X-Forwarded-For`, which may have a port (`192.0.2.1:443`, `[2001:db8::1]:443`); null for no address. */
function hopAddress(text: string): string | null {
  const hop = text.trim();
  const [, bare] = /^\[([^\]]*)\](?::\d+)?$/.exec(hop) ?? /^([\d.]+):\d+$/.exec(hop) ?? [];
  const address = plain(bare ?? hop);
  return isIP(address) === 0 ? null : address;
}

/**
 * The nearest address that no trusted proxy has, from the right: each entry is what the proxy after it saw. Where one
 * cannot be read, what stands before it is anybody's word.
 */
function addressBefore(proxies: TrustedProxies, peer: string, forwardedFor: string): string {
  let nearest = peer;
  for (const hop of forwardedFor.split(',').reverse()) {
    const address = hopAddress(hop);
    if (address === null) return nearest;
    nearest = address;
    if (!isTrusted(proxies, address)) return address;
  }
  return nearest;
}

/** The client as it was before the proxies that we trust: address, scheme and host. Others' headers are ignored. */
export function clientOf(incoming: IncomingMessage, proxies: TrustedProxies, tls: boolean): Client {
  const peer = plain(incoming.socket.remoteAddress ?? '');
  const direct: Client = {
    remoteAddress: peer,
    scheme: tls ? 'https' : 'http',
    host: incoming.headers.host ?? 'localhost',
    viaTrustedProxy: false,
  };
  if (!proxies.any || !isTrusted(proxies, peer)) return direct;
  const header = (name: string): string | undefined => {
    const value = incoming.headers[name];
    return Array.isArray(value) ? value.join(',') : value;
  };
  const offloaded =
    proxies.offloaderHeader !== '' &&
    header(proxies.offloaderHeader) !== undefined &&
    /^(1|on|https|true)$/i.test(header(proxies.offloaderHeader) ?? '');
  const proto = header('x-forwarded-proto')?.split(',')[0]?.trim();
  return {
    remoteAddress: addressBefore(proxies, peer, header('x-forwarded-for') ?? ''),
    scheme: offloaded || proto === 'https' ? 'https' : proto === 'http' ? 'http' : direct.scheme,
    host: header('x-forwarded-host')?.split(',')[0]?.trim() || direct.host,
    viaTrustedProxy: true,
  };
}

import { BlockList, isIP } from 'node:net';

/**
 * Networks that requests on behalf of others never go to: IANA's special-purpose registries, and the addresses under
 * which clouds hand out credentials to whoever asks from inside (link-local 169.254.169.254 and its like included).
 */
const REFUSED_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Of IPv6 only the global unicast block is open; what is special inside it is listed. */
const OPEN_IPV6 = '2000::/3';
const REFUSED_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
/** IPv4 addresses in IPv6 clothes: mapped (RFC 4291) and translated (RFC 6052). */
const EMBEDDED_IPV4 = ['::ffff:0:0/96', '64:ff9b::/96'];

function networks(list: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const block = new BlockList();
  for (const entry of list) {
    const [address = '', bits = ''] = entry.split('/');
    block.addSubnet(address, Number(bits), family);
  }
  return block;
}

const refused4 = networks(REFUSED_IPV4, 'ipv4');
const refused6 = networks(REFUSED_IPV6, 'ipv6');
const open6 = networks([OPEN_IPV6], 'ipv6');
const embedded = networks(EMBEDDED_IPV4, 'ipv6');

/** Whether an IP address is one that the public internet routes. Anything that is no IP address is not. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').split('%', 1)[0] ?? '';
  const family = isIP(plain);
  if (family === 4) return !refused4.check(plain, 'ipv4');
  if (family !== 6) return false;
  if (embedded.check(plain, 'ipv6')) return isPublicAddress(lastFourBytes(plain));
  return open6.check(plain, 'ipv6') && !refused6.check(plain, 'ipv6');
}

/** The IPv4 address at the end of an IPv6 address, in dotted form. */
function lastFourBytes(address: string): string {
  // The URL parser writes every IPv6 address in its shortest form, without dots.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const pair = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return pair.flatMap((group) => [group >> 8, group & 255]).join('.');
}

import { isIPv6 } from 'node:net';

/** Groups of 16 bits that a provider gives away as one: to a household, or to a server. */
const groupsOfOneClient = 4;

/** What counts as one client: an IPv4 address, or the network of 64 bits that an IPv6 address is in. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [left = '', right] = address.split('::');
  const begin = groupsOf(left);
  const end = right === undefined ? [] : groupsOf(right);
  const zeros = Array.from({ length: Math.max(0, 8 - begin.length - end.length) }, () => '0');
  const groups = [...begin, ...zeros, ...end].slice(0, groupsOfOneClient);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':');
}

import { BlockList, isIP, isIPv6 } from 'node:net';

/** `10.0.0.0/8, ::1` → a list to check addresses against. @throws {Error} naming the entry that is no address. */
export function parseTrustedProxies(text: string): BlockList {
  const list = new BlockList();
  for (const entry of text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')) {
    const [address = '', prefix] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    const longest = family === 'ipv6' ? 128 : 32;
    const length = prefix === undefined ? longest : Number(prefix);
    if (isIP(address) === 0 || !Number.isInteger(length) || length < 0 || length > longest)
      throw new Error(`${entry} is no address or network`);
    list.addSubnet(address, length, family);
  }
  return list;
}

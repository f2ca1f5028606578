/** Addresses and networks of IPv4, as far as a description compares them. */
import { BlockList, isIPv4 } from 'node:net';

export function isNetwork(text: string): boolean {
  const [base = '', prefix = '', ...more] = text.split('/');
  return isIPv4(base) && /^\d+$/.test(prefix) && Number(prefix) <= 32 && more.length === 0;
}

/** @param outer a network such as `10.30.0.0/24`  @param inner an address, or a network that has to be wholly within */
export function contains(outer: string, inner: string): boolean {
  const [base = '', prefix = '32'] = inner.split('/');
  return Number(prefix) >= prefixOf(outer) && listOf(outer).check(base);
}

export function overlap(a: string, b: string): boolean {
  return contains(a, b) || contains(b, a);
}

/** The address that is so many above the first of a network. */
export function addressIn(network: string, offset: number): string {
  const [base = ''] = network.split('/');
  const number = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

function prefixOf(network: string): number {
  return Number(network.split('/')[1] ?? 32);
}

function listOf(network: string): BlockList {
  const list = new BlockList();
  list.addSubnet(network.split('/')[0] ?? '', prefixOf(network));
  return list;
}

import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { IdentitySettings } from '../config.ts';

/**
 * The address a request really comes from. `X-Forwarded-For` is believed only as far as the hops that wrote it are
 * ours: read from the right, the first address that is not a trusted proxy is the client.
 */
@Injectable()
export class ClientAddress {
  private readonly trusted = new BlockList();

  constructor(settings: IdentitySettings) {
    for (const { network, prefix, family } of settings.trustedProxies) this.trusted.addSubnet(network, prefix, family);
  }

  of(request: IncomingMessage): string {
    let address = plain(request.socket.remoteAddress ?? '');
    const hops = String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((hop) => plain(hop.trim()));
    while (this.isTrusted(address)) {
      const next = hops.pop();
      if (next === undefined || isIP(next) === 0) break;
      address = next;
    }
    return address;
  }

  private isTrusted(address: string): boolean {
    const family = isIP(address);
    return family !== 0 && this.trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
  }
}

/**
 * The key under which an address is throttled: an IPv6 customer owns a whole /64 and could take a fresh address for
 * every guess.
 */
export function addressBlock(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const middle = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = address.includes('::') ? [...left, ...middle, ...right] : left;
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** Without IPv4-in-IPv6 notation, brackets or a port. */
function plain(address: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? address;
  const withoutPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(bracketed)?.[1] ?? bracketed;
  return withoutPort.replace(/^::ffff:(?=\d+\.)/i, '');
}

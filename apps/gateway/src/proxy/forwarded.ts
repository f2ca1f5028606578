import { type BlockList, isIP, isIPv6, type Socket } from 'node:net';
import type { ForwardedClaims } from '../front/request-facts.ts';

/** What is known of the hop a connection comes from; the same for all its requests. */
export interface Hop {
  address: string;
  trusted: boolean;
  /** `X-Forwarded-*` and `Forwarded` for requests whose own claims are not believed. */
  lines: string;
}

/** Where a connection keeps its hop: a WeakMap asked by every request costs the garbage collector dearly. */
const hopKey = Symbol('hop');

interface Connection extends Socket {
  [hopKey]?: Hop;
}

/**
 * Tells the upstreams who is asking. What the client itself claims counts only when the hop it came over is one of
 * `TRUSTED_PROXIES`.
 */
export class Forwarding {
  private readonly trusted: BlockList;
  private readonly publicUrl: URL;
  private readonly proto: string;

  constructor(publicUrl: URL, trusted: BlockList) {
    this.publicUrl = publicUrl;
    this.trusted = trusted;
    this.proto = publicUrl.protocol.slice(0, -1);
  }

  hop(socket: Connection): Hop {
    const known = socket[hopKey];
    if (known !== undefined) return known;
    const address = plainAddress(socket.remoteAddress ?? 'unknown');
    const trusted = this.isTrusted(address);
    const hop = { address, trusted, lines: this.format(address, nodeName(address), this.proto, this.publicUrl.host) };
    socket[hopKey] = hop;
    return hop;
  }

  /** Address of whoever asks: the nearest one that is no trusted proxy. None when a trusted proxy asks for nobody else. */
  client(hop: Hop, claims: ForwardedClaims): string | undefined {
    if (!hop.trusted) return hop.address;
    const chain = claims.for?.split(',').map((each) => plainAddress(each.trim()));
    return chain?.findLast((each) => !this.isTrusted(each));
  }

  /** Header lines, each ended by CRLF. */
  lines(hop: Hop, claims: ForwardedClaims): string {
    if (!hop.trusted || (claims.for ?? claims.proto ?? claims.host) === undefined) return hop.lines;
    const proto = claims.proto === 'https' || claims.proto === 'http' ? claims.proto : this.proto;
    const host =
      claims.host !== undefined && /^[\w.\-[\]:]{1,255}$/.test(claims.host) ? claims.host : this.publicUrl.host;
    const chain =
      claims.for === undefined
        ? []
        : claims.for
            .split(',')
            .map((each) => each.trim())
            .filter((each) => isIP(each) > 0);
    return this.format(
      [...chain, hop.address].join(', '),
      [...chain, hop.address].map(nodeName).join(', for='),
      proto,
      host,
    );
  }

  private isTrusted(address: string): boolean {
    return isIP(address) > 0 && this.trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }

  private format(chain: string, forwardedFor: string, proto: string, host: string): string {
    return (
      `x-forwarded-for: ${chain}\r\nx-forwarded-proto: ${proto}\r\nx-forwarded-host: ${host}\r\n` +
      `forwarded: for=${forwardedFor};host="${host}";proto=${proto}\r\n`
    );
  }
}

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

/** IPv6 goes in brackets and, having colons, in quotes (RFC 7239 section 6). */
function nodeName(address: string): string {
  return isIPv6(address) ? `"[${address}]"` : address;
}

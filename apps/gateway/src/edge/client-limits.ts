import { BlockList, isIP, isIPv6, type Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { type Counter, Logger, Metrics } from '@wellspring/platform';
import { LRUCache } from 'lru-cache';
import { EdgeSettings } from '../config.ts';
import type { ForwardedClaims } from '../front/request-facts.ts';
import type { FailureAnswer } from '../proxy/failure-answer.ts';
import { Forwarding } from '../proxy/forwarded.ts';
import { networkOf } from './client-network.ts';

/** What is known of one client. A class: there is one for each, and all of one shape. */
class Client {
  connections = 0;
  /** Requests it may make at once. */
  saved: number;

  constructor(
    burst: number,
    public savedAt: number,
  ) {
    this.saved = burst;
  }
}

/** Where a connection keeps its client: the same for all its requests, unless a proxy speaks for many. */
const clientKey = Symbol('client');

interface Connection extends Socket {
  [clientKey]?: Client | 'exempt';
}

/** Some 200 bytes each. Whoever is forgotten for others begins anew. */
const mostClients = 20_000;
const warnEveryMs = 60_000;

/**
 * Not of the internet: a proxy that nobody declared, or a neighbour. To count all customers behind a load balancer as one
 * would be worse than anything a limit is for.
 */
const exempt = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  exempt.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  exempt.addSubnet(network, prefix, 'ipv6');

/**
 * How much one client may ask of the gateway, and how many connections there may be: enough for an office behind one
 * address, too little to be a flood. A client is an IPv4 address or an IPv6 network of 64 bits, as trusted proxies tell it.
 */
@Injectable()
export class ClientLimits {
  private readonly clients = new LRUCache<string, Client>({ max: mostClients });
  private readonly limited: Counter<'limit'>;
  private open = 0;
  private warnedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly settings: EdgeSettings,
    private readonly forwarding: Forwarding,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.limited = metrics.counter({
      name: 'gateway_limited_total',
      help: 'Requests and connections refused because there were too many, by limit',
      labels: ['limit'],
    });
  }

  /** @returns the answer to a connection that is one too many; otherwise it is counted until it closes. */
  connection(socket: Connection): FailureAnswer | undefined {
    const { maxConnections, clientMaxConnections } = this.settings;
    if (this.open >= maxConnections) return this.refuse('connections', 503, 'EDGE.UNAVAILABLE', 5, socket);
    const hop = this.forwarding.hop(socket);
    const client = hop.trusted ? 'exempt' : this.client(hop.address);
    if (client !== 'exempt') {
      if (client.connections >= clientMaxConnections)
        return this.refuse('client_connections', 429, 'EDGE.TOO_MANY_CONNECTIONS', 5, socket);
      client.connections += 1;
    }
    socket[clientKey] = client;
    this.open += 1;
    socket.once('close', () => {
      this.open -= 1;
      if (client !== 'exempt') client.connections -= 1;
    });
    return undefined;
  }

  /** @returns the answer to a request that is one too many */
  request(socket: Connection, claims: ForwardedClaims): FailureAnswer | undefined {
    const hop = this.forwarding.hop(socket);
    const client = hop.trusted ? this.client(this.forwarding.client(hop, claims)) : (socket[clientKey] ?? 'exempt');
    if (client === 'exempt') return undefined;
    const { clientRequestsPerSecond: perSecond, clientRequestBurst: burst } = this.settings;
    const now = performance.now();
    client.saved = Math.min(burst, client.saved + ((now - client.savedAt) / 1_000) * perSecond);
    client.savedAt = now;
    if (client.saved < 1) {
      const seconds = Math.ceil((1 - client.saved) / perSecond);
      return this.refuse('client_requests', 429, 'EDGE.TOO_MANY_REQUESTS', seconds, socket);
    }
    client.saved -= 1;
    return undefined;
  }

  private client(address: string | undefined): Client | 'exempt' {
    if (address === undefined || isIP(address) === 0 || exempt.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))
      return 'exempt';
    const network = networkOf(address);
    const known = this.clients.get(network);
    if (known !== undefined) return known;
    const client = new Client(this.settings.clientRequestBurst, performance.now());
    this.clients.set(network, client);
    return client;
  }

  private refuse(limit: string, status: number, code: string, seconds: number, socket: Socket): FailureAnswer {
    this.limited.inc({ limit });
    const now = performance.now();
    // One line for all of them: a flood must not become one of the log as well.
    if (now - this.warnedAt > warnEveryMs) {
      this.warnedAt = now;
      this.logger.warn('Clients are being limited', {
        'event.action': 'limit',
        'client.ip': socket.remoteAddress,
        limit,
      });
    }
    return { status, code, headers: ['retry-after', String(seconds)] };
  }
}

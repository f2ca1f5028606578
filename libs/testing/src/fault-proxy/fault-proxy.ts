import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from './connection.ts';
import type { Fault } from './fault.ts';
import * as faults from './faults.ts';

const loopback = '127.0.0.1';
const defaultPorts: Record<string, number> = { 'http:': 80, 'https:': 443, 'postgres:': 5432, 'postgresql:': 5432 };

export interface FaultProxyOptions {
  /** URL of what is behind the proxy, of any TCP protocol: `http://127.0.0.1:3030/base`, `postgres://…`. */
  target: string;
}

/**
 * A TCP proxy on 127.0.0.1 that misbehaves on demand. One fault at a time; it takes hold of open connections, too, and
 * what it held back goes on when it is lifted.
 */
export class FaultProxy {
  private readonly target: URL;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private listeningPort = 0;
  private acceptedCount = 0;
  private fault: Fault = faults.healthy;
  private change = new AbortController();

  constructor({ target }: FaultProxyOptions) {
    this.target = new URL(target);
  }

  /** The target's URL with this proxy in its place. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = loopback;
    url.port = String(this.listeningPort);
    return url.href.replace(/\/$/, '');
  }

  get port(): number {
    return this.listeningPort;
  }

  /** Client connections that are open now. */
  get connections(): number {
    return this.sockets.size;
  }

  /** Client connections since the start. */
  get accepted(): number {
    return this.acceptedCount;
  }

  /** Passes everything on again, first what a fault held back. */
  healthy(): void {
    this.set(faults.healthy);
  }

  /** Delays every piece of an answer. */
  latency(ms: number): void {
    this.set(faults.latency(ms));
  }

  /** Keeps connections open and passes nothing. */
  hang(): void {
    this.set(faults.hang);
  }

  /** Breaks connections with a TCP reset: the open ones at once, new ones when they send something. */
  reset(): void {
    this.set(faults.reset);
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Answers with bytes of no protocol and closes. */
  garbage(): void {
    this.set(faults.garbage);
  }

  /** Limits the speed of answers. */
  bandwidth(bytesPerSecond: number): void {
    this.set(faults.bandwidth(bytesPerSecond));
  }

  /** Closes connections that long after the target did. */
  slowClose(ms: number): void {
    this.set(faults.slowClose(ms));
  }

  /** Passes HTTP headers at once and then so many bytes of the body at a time. */
  dripBody(bytes: number, everyMs: number): void {
    this.set(faults.dripBody(bytes, everyMs));
  }

  /** Closes the port, so that connections are refused, and breaks the open ones. `listen()` undoes it. */
  async refuse(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    for (const socket of this.sockets) socket.resetAndDestroy();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Opens the port: a free one at first, the same one after `refuse()`. */
  async listen(): Promise<void> {
    if (this.server) return;
    const server = createServer({ allowHalfOpen: true }, (client) => {
      this.accept(client);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.listeningPort, loopback, resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.listeningPort = address.port;
    this.server = server;
  }

  /** Breaks all connections and closes the port. */
  async close(): Promise<void> {
    this.change.abort();
    await this.refuse();
  }

  private set(fault: Fault): void {
    this.fault = fault;
    this.change.abort();
    this.change = new AbortController();
  }

  private accept(client: Socket): void {
    this.acceptedCount += 1;
    this.sockets.add(client);
    client.on('close', () => this.sockets.delete(client));
    const port = Number(this.target.port) || defaultPorts[this.target.protocol];
    if (!port) throw new Error(`The target ${this.target.protocol} needs a port.`);
    const target = connect({ host: this.target.hostname, port, allowHalfOpen: true });
    join(client, target, () => ({ fault: this.fault, changed: this.change.signal }));
  }
}

/** Starts a fault proxy in front of `target`, healthy at first. */
export async function faultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const proxy = new FaultProxy(options);
  await proxy.listen();
  return proxy;
}

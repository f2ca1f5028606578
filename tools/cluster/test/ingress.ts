/**
 * An ingress controller, as far as the tests need one. As those that operators have, it knows the gateway's pods, shares
 * requests out among them, notices when one is gone, and then asks another: whatever was not sent yet, and safe requests
 * once more. Runs in a pod, by itself.
 */
import { lookup } from 'node:dns/promises';
import {
  Agent,
  createServer,
  request,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** A name whose addresses are those of the pods. */
const gatewayPods = process.env['GATEWAY_PODS'] ?? '';
const port = Number(process.env['GATEWAY_PORT']);

const lookUpMs = 1_000;
/** Without an answer from a pod for so long, it is asked whether it is there. */
const silenceMs = 500;
/** A machine that is there takes a connection at once, however slow its processes are. */
const presenceMs = 1_200;
/**
 * A gateway that leaves closes idle connections after some five seconds, in which it asks for those in use to be given up.
 * Idle ones are given up sooner here: a request that is no safe one must not meet a connection that is just being closed.
 */
const idleMs = 3_000;
const attempts = 20;
const pauseMs = 100;
/** A handshake that is not answered by then is tried elsewhere. */
const handshakeMs = 3_000;

/** How often it was asked, for who counts. */
const attemptsHeader = 'x-ingress-attempts';

/** Of one connection, and so no business of whoever is on the other one. */
const hopHeaders = ['connection', 'keep-alive'];

/** Who refuses connections is there, and may still be about to answer what was asked before. */
type Presence = 'there' | 'refuses' | 'silent';

class Pod {
  readonly address: string;
  presence: Presence = 'there';
  private agent = newAgent();
  private isAsked = false;

  constructor(address: string) {
    this.address = address;
  }

  request(incoming: IncomingMessage): ClientRequest {
    return this.send(incoming, this.agent);
  }

  /** A handshake, on a connection of its own, which becomes the tunnel. */
  upgrade(incoming: IncomingMessage): ClientRequest {
    return this.send(incoming, false);
  }

  private send({ method, url, headers, socket }: IncomingMessage, agent: Agent | false): ClientRequest {
    return request({
      ...{ host: this.address, port, method, path: url, agent },
      headers: { ...headers, 'x-forwarded-for': socket.remoteAddress, 'x-forwarded-proto': 'http' },
    });
  }

  /** Finds out whether it is there. When its machine is not, whatever waits for it is given up. */
  async look(): Promise<void> {
    if (this.isAsked) return;
    this.isAsked = true;
    const before = this.presence;
    this.presence = await presenceOf(this.address);
    this.isAsked = false;
    if (this.presence !== 'silent' || before === 'silent') return;
    this.agent.destroy();
    this.agent = newAgent();
  }
}

let pods: Pod[] = [];
let turn = 0;

await lookUp();
setInterval(() => void lookUp(), lookUpMs);

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => ask(incoming, Buffer.concat(chunks), outgoing, attempts));
});
server.on('upgrade', (incoming, visitor, early) => {
  visitor.on('error', () => visitor.destroy());
  upgrade(incoming, visitor, early, attempts);
});
// Longer than customers keep theirs, or one would be closed just as somebody asks.
server.keepAliveTimeout = 75_000;
server.listen(8_080);

async function lookUp(): Promise<void> {
  const found = await lookup(gatewayPods, { all: true, family: 4 }).catch(() => []);
  // Nobody at all is rather a fault of the name server.
  if (found.length > 0)
    pods = found.map(({ address }) => pods.find((pod) => pod.address === address) ?? new Pod(address));
  for (const pod of pods.filter(({ presence }) => presence !== 'there')) void pod.look();
}

function newAgent(): Agent {
  return new Agent({ keepAlive: true, scheduling: 'fifo', timeout: idleMs });
}

function presenceOf(host: string): Promise<Presence> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (presence: Presence): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(presence);
    };
    // Where we run late ourselves, a connection may have come already: that is seen in between.
    const timer = setTimeout(() => setImmediate(() => end('silent')), presenceMs);
    socket.once('connect', () => end('there'));
    socket.once('error', (error) => end('code' in error && error.code === 'ECONNREFUSED' ? 'refuses' : 'silent'));
  });
}

/** In turns, those that are there; all of them, when none is. */
function next(): Pod | undefined {
  const there = pods.filter(({ presence }) => presence === 'there');
  const chosen = there.length > 0 ? there : pods;
  turn += 1;
  return chosen[turn % chosen.length];
}

function ask(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, left: number): void {
  const pod = next();
  if (!pod) {
    refuse(outgoing, 'there is no gateway');
    return;
  }
  const upstream = pod.request(incoming);
  let wasSent = false;
  const silence = setInterval(() => void pod.look(), silenceMs);
  upstream.on('close', () => clearInterval(silence));
  upstream.on('socket', (connection) => {
    if (connection.connecting) connection.once('connect', () => (wasSent = true));
    else wasSent = true;
  });
  upstream.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, {
      ...withoutHopHeaders(response.headers),
      [attemptsHeader]: String(attempts - left + 1),
    });
    response.pipe(outgoing);
    response.on('error', () => outgoing.destroy());
  });
  upstream.on('error', (error) => {
    // It is soon known whether that was one connection or everything there.
    void pod.look();
    const mayAskAgain = !wasSent || incoming.method === 'GET';
    if (outgoing.headersSent) outgoing.destroy();
    else if (left > 1 && mayAskAgain) setTimeout(() => ask(incoming, body, outgoing, left - 1), pauseMs);
    else refuse(outgoing, error.message);
  });
  upstream.end(body);
}

/** From the handshake on, bytes pass both ways until either side has enough. */
function upgrade(incoming: IncomingMessage, visitor: Duplex, early: Buffer, left: number): void {
  const pod = next();
  if (!pod) {
    answerUpgrade(visitor, '502 No gateway');
    return;
  }
  const upstream = pod.upgrade(incoming);
  const timer = setTimeout(() => upstream.destroy(new Error('no answer to the handshake')), handshakeMs);
  upstream.on('close', () => clearTimeout(timer));
  upstream.on('upgrade', (response, inner, rest) => {
    clearTimeout(timer);
    const headers = [...response.rawHeaders, attemptsHeader, String(attempts - left + 1)];
    const lines = headers.map((part, at) => (at % 2 === 0 ? `${part}: ` : `${part}\r\n`));
    visitor.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
    visitor.write(rest);
    inner.write(early);
    inner.on('error', () => inner.destroy());
    inner.on('close', () => visitor.destroy()).pipe(visitor);
    visitor.on('close', () => inner.destroy()).pipe(inner);
  });
  upstream.on('response', (response) => {
    response.resume();
    answerUpgrade(visitor, `${response.statusCode} ${response.statusMessage}`);
  });
  upstream.on('error', ({ message }) => {
    void pod.look();
    if (left > 1) setTimeout(() => upgrade(incoming, visitor, early, left - 1), pauseMs);
    else answerUpgrade(visitor, `502 ${message}`);
  });
  upstream.end();
}

function answerUpgrade(visitor: Duplex, status: string): void {
  visitor.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function refuse(outgoing: ServerResponse, why: string): void {
  outgoing.writeHead(502, { 'content-type': 'text/plain' }).end(`ingress: ${why}`);
}

function withoutHopHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopHeaders.includes(name)));
}

/**
 * An ingress controller, as far as the tests need one. It balances over the Service, gives up on who does not accept a
 * connection within a second, and asks somebody else: whatever was not sent yet, and safe requests once more. Runs in a
 * pod, by itself.
 */
import {
  Agent,
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';

/**
 * A gateway that leaves closes idle connections after some five seconds, in which it asks for those in use to be given up.
 * Idle ones are given up sooner here: a request that is no safe one must not meet a connection that is just being closed.
 */
const agent = new Agent({ keepAlive: true, scheduling: 'fifo', timeout: 3_000 });
const connectTimeoutMs = 1_000;
/** Safe requests can be asked again, others cannot. */
const answerTimeoutMs = { safe: 3_000, other: 10_000 };
/** The Service may lead to a pod that is gone until the cluster knows. */
const attempts = 20;
const pauseMs = 100;

/** Of one connection, and so no business of whoever is on the other one. */
const hopHeaders = ['connection', 'keep-alive'];

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => ask(incoming, Buffer.concat(chunks), outgoing, attempts));
});
// Longer than customers keep theirs, or one would be closed just as somebody asks.
server.keepAliveTimeout = 75_000;
server.listen(8_080);

function ask(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, left: number): void {
  const { method, url, headers, socket } = incoming;
  const upstream = request({
    ...{ host: process.env['GATEWAY_HOST'], port: process.env['GATEWAY_PORT'], agent, method, path: url },
    headers: { ...headers, 'x-forwarded-for': socket.remoteAddress, 'x-forwarded-proto': 'http' },
  });
  let connected = false;
  const timer = setTimeout(() => upstream.destroy(new Error('nobody accepts the connection')), connectTimeoutMs);
  const arrived = (): void => {
    connected = true;
    clearTimeout(timer);
  };
  upstream.on('socket', (connection) => {
    if (connection.connecting) connection.once('connect', arrived);
    else arrived();
  });
  upstream.setTimeout(method === 'GET' ? answerTimeoutMs.safe : answerTimeoutMs.other, () => {
    upstream.destroy(new Error('no answer'));
    // Who is not there any more is not there for the other connections, either.
    for (const idle of Object.values(agent.freeSockets).flat()) idle?.destroy();
  });
  upstream.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, withoutHopHeaders(response.headers));
    response.pipe(outgoing);
    response.on('error', () => outgoing.destroy());
  });
  upstream.on('error', (error) => {
    clearTimeout(timer);
    const mayAskAgain = !connected || method === 'GET';
    if (outgoing.headersSent) outgoing.destroy();
    else if (left > 1 && mayAskAgain) setTimeout(() => ask(incoming, body, outgoing, left - 1), pauseMs);
    else outgoing.writeHead(502, { 'content-type': 'text/plain' }).end(`ingress: ${error.message}`);
  });
  upstream.end(body);
}

function withoutHopHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopHeaders.includes(name)));
}

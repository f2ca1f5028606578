import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { MemorySocket, settled } from './memory-socket.ts';
import { cookiesIn, ordinaryLines, type SeenRequest } from './seen-requests.ts';

/**
 * After each line, and before all that could begin a request: node:http forgets what came in one packet with an offer of
 * an upgrade that it does not take.
 */
const packetBorders = /(?<=\n)|(?=[A-Z-]* [^ ]+ HTTP\/1)/;

/** What node:http makes of connections, by its strict parser and defaults. */
export class NodeReader {
  private seen: SeenRequest[] = [];
  private progress = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer(
      {
        insecureHTTPParser: false,
        maxHeaderSize: 65_536,
        keepAliveTimeout: 0,
        requestTimeout: 0,
        // Like the gateway's port, which takes nothing else for an upgrade.
        shouldUpgradeCallback: isHandshake,
      },
      (request, response) => {
        this.answer(request, response);
      },
    );
    this.server.on('upgrade', (request, socket, head) => {
      this.tunnel(request, socket, head);
    });
  }

  async read(bytes: string): Promise<SeenRequest[]> {
    this.seen = [];
    const socket = new MemorySocket();
    this.server.emit('connection', socket);
    for (const packet of bytes.split(packetBorders)) socket.arrive(packet);
    await settled(() => this.progress);
    socket.destroy();
    return this.seen;
  }

  close(): void {
    this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const seen = this.note('request', request);
    request.on('data', (chunk: Buffer) => {
      this.progress += 1;
      seen.body += chunk.toString('latin1');
    });
    request.on('end', () => {
      this.progress += 1;
      seen.complete = true;
      // With a length, or it would end a connection kept alive by HTTP/1.0.
      response.writeHead(200, { 'content-length': 2 }).end('ok');
    });
    request.on('error', () => undefined);
  }

  private tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const seen = this.note('upgrade', request);
    seen.complete = true;
    seen.body = head.toString('latin1');
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.progress += 1;
      seen.body += chunk.toString('latin1');
    });
  }

  private note(kind: SeenRequest['kind'], request: IncomingMessage): SeenRequest {
    this.progress += 1;
    const { headers } = request;
    const seen: SeenRequest = {
      kind,
      method: request.method ?? '',
      target: request.url ?? '',
      version: request.httpVersion,
      host: headers.host ?? '',
      cookies: cookiesIn(headers.cookie ?? ''),
      contentLength: headers['content-length'],
      lines: ordinaryLines(request.rawHeaders),
      body: '',
      complete: false,
    };
    this.seen.push(seen);
    return seen;
  }
}

function isHandshake({ method, headers, httpVersion, headersDistinct }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headersDistinct.upgrade?.length === 1 &&
    headersDistinct.upgrade[0]?.toLowerCase() === 'websocket' &&
    httpVersion === '1.1' &&
    headers['transfer-encoding'] === undefined &&
    Number(headers['content-length'] ?? 0) === 0
  );
}

/** A small old server for tests: it notes what it is asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => void | Promise<void>;

export interface OldServer {
  url: string;
  /** `GET /path?query`, in order. */
  asked: string[];
  stop(): Promise<void>;
}

export async function startOldServer(answer: Answer): Promise<OldServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const url = new URL(request.url ?? '', 'http://old');
    Promise.resolve(answer(request, response, url)).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  return listening(server, asked);
}

/** Answers every request with these bytes, and closes: for what no library would send. */
export async function startRawServer(bytesOf: (path: string) => string): Promise<OldServer> {
  const asked: string[] = [];
  const server = net.createServer((socket: Socket) => {
    let received = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (!received.includes('\r\n\r\n')) return;
      const [method = '', path = ''] = received.split(' ');
      asked.push(`${method} ${path}`);
      socket.end(bytesOf(path), 'latin1');
    });
  });
  return listening(server, asked);
}

async function listening(server: Server | net.Server, asked: string[]): Promise<OldServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

export function cookie(request: IncomingMessage, name: string): string | undefined {
  return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1];
}

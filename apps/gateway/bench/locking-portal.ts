import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

/** An old portal that serves one request of a session at a time, and counts how often it is asked who somebody is. */
export class LockingPortal {
  questions = 0;
  /** By session, the end of the last request in line. */
  private readonly lines = new Map<string, Promise<void>>();

  private readonly workMs: number;
  private readonly server: http.Server;

  private constructor(workMs: number, server: http.Server) {
    this.workMs = workMs;
    this.server = server;
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
      const session = /LPSESSION=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
      const turn = this.lines.get(session) ?? Promise.resolve();
      this.lines.set(
        session,
        turn.then(() => this.serve(request.url ?? '', session, response)),
      );
    });
  }

  static async start(workMs: number): Promise<LockingPortal> {
    const portal = new LockingPortal(workMs, http.createServer({ keepAliveTimeout: 60_000 }));
    await new Promise<void>((resolve) => portal.server.listen(0, '127.0.0.1', resolve));
    return portal;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(path: string, session: string, response: http.ServerResponse): Promise<void> {
    await after(this.workMs);
    if (path !== '/whoami') {
      response.end('an old page');
      return;
    }
    this.questions += 1;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ customerNo: session, email: 'mari@example.com', name: 'Mari' }));
  }
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpUpstream } from './http-upstream.ts';

/** An old portal on two nodes, each with sessions of its own, as PHP's files or a servlet container's memory have them. */
export class StickyPortal {
  /** What a signed-in customer sees. */
  page = (node: string, customer: string): string => `${node}: hello ${customer}`;

  private constructor(readonly nodes: readonly HttpUpstream[]) {
    for (const node of nodes) {
      const sessions = new Map<string, string>();
      node.handler = (request, response) => {
        this.answer(request, response, node.name, sessions);
      };
    }
  }

  static async start(): Promise<StickyPortal> {
    return new StickyPortal(await Promise.all(['one', 'other'].map((name) => HttpUpstream.start(name))));
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) await node.stop();
  }

  /** What it is like, beside the stand-in's manners. */
  get profile(): Record<string, unknown> {
    return {
      addresses: this.nodes.map(({ url }) => url),
      stickiness: { cookie: ['PHPSESSID'] },
      session: {
        cookies: ['PHPSESSID'],
        signIn: { path: '/login-page' },
        whoIs: {
          get: '/whoami',
          format: 'json',
          customer: { id: 'customerNo', email: 'email', name: 'name' },
          ids: 'shared',
        },
      },
      bridge: { mode: 'off' },
    };
  }

  private answer(
    request: IncomingMessage,
    response: ServerResponse,
    node: string,
    sessions: Map<string, string>,
  ): void {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://sticky');
    const customer = sessions.get(/PHPSESSID=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    if (pathname === '/login') {
      const id = randomUUID();
      sessions.set(id, searchParams.get('who') ?? '');
      response.writeHead(200, { 'set-cookie': `PHPSESSID=${id}; Path=/; HttpOnly` }).end(`signed in on ${node}`);
    } else if (pathname === '/whoami') {
      response.writeHead(customer === undefined ? 401 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ customerNo: customer, email: 'x@example.com', name: 'X' }));
    } else if (customer === undefined) {
      response.writeHead(302, { location: '/login-page' }).end();
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(this.page(node, customer));
    }
  }
}

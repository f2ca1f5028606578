import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeJwt } from 'jose';

/** The old portal as far as its sessions go: a form, a cookie, and who belongs to it. */
export class OldPortal {
  readonly sessions = new Map<string, string>();
  signIns = 0;

  constructor(private readonly bridgeSecret: string) {}

  readonly handler = (request: IncomingMessage, response: ServerResponse): void => {
    this.answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', 'http://fake');
    const id = /LPSESSION=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const customer = this.sessions.get(id);
    if (pathname === '/whoami') {
      const who = { customerNo: customer, email: `${customer ?? ''}@example.com`.toLowerCase(), name: 'Old Customer' };
      response.writeHead(customer === undefined ? 401 : 200, { 'content-type': 'application/json' });
      response.end(customer === undefined ? '{}' : JSON.stringify(who));
    } else if (pathname === '/signin' && request.method === 'POST') {
      await this.signIn(request, response);
    } else if (pathname === '/signout') {
      this.sessions.delete(id);
      response.writeHead(303, { location: '/', 'set-cookie': 'LPSESSION=; Path=/; Max-Age=0' }).end();
    } else {
      const bridged = request.headers['x-bridge-customer'];
      const known = typeof bridged === 'string' ? decodeJwt(bridged).sub : customer;
      response.writeHead(200, { 'content-type': 'text/html' }).end(`old page for ${known ?? 'nobody'}`);
    }
  }

  private async signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const form = new URLSearchParams(text);
    const password = form.get('password');
    if (password !== 'their own' && password !== this.bridgeSecret) {
      response.writeHead(401).end('wrong');
      return;
    }
    this.signIns += 1;
    const id = randomUUID();
    this.sessions.set(id, (form.get('email') ?? '').split('@')[0]?.toUpperCase() ?? '');
    response.writeHead(303, { location: '/invoices', 'set-cookie': `LPSESSION=${id}; Path=/; HttpOnly` }).end();
  }
}

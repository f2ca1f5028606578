import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeJwt } from 'jose';

interface PhpSession {
  customer: string | undefined;
}

/**
 * An old portal with PHP's manners: everything in the query of one path, and a session id that is set once and kept over
 * sign-in, sign-out and the next sign-in. Sessions are locked while a request has them.
 */
export class PhpLikePortal {
  readonly sessions = new Map<string, PhpSession>();
  /** Questions who somebody is. */
  asked = 0;
  /** Sign-ins through the form that only the gateway reaches. */
  delegated = 0;
  delegatedFails = false;
  /** Whether it believes the gateway's signed header. */
  believesHeader = false;
  /** What who-is waits for. */
  holdBack: Promise<void> | undefined;

  readonly handler = (request: IncomingMessage, response: ServerResponse): void => {
    this.answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://php');
    const route = url.searchParams.get('_route') ?? '';
    const { id, session } = this.sessionOf(request, response);
    response.setHeader('content-type', 'text/html');
    switch (`${request.method ?? ''} ${route}`) {
      case 'GET profile':
        this.asked += 1;
        await this.holdBack;
        if (session.customer === undefined) {
          response.writeHead(302, { location: '/index.php?_route=login' }).end();
          return;
        }
        response.end(
          `<form><input name=username value="${session.customer}"><input name=mail value="m@example.com"></form>`,
        );
        return;
      case 'POST login':
        session.customer = (await formOf(request)).get('username') ?? undefined;
        response.end('signed in');
        return;
      case 'GET become':
        session.customer = url.searchParams.get('who') ?? undefined;
        response.end('somebody else');
        return;
      case 'GET logout':
      case 'GET leave':
        session.customer = undefined;
        response.end('signed out');
        return;
      case 'GET bridge':
        response.end(
          `<form method=post action="/index.php?_route=bridge"><input type=hidden name=token value="${id}"><input name=login><input name=secret type=password></form>`,
        );
        return;
      case 'POST bridge':
        await this.delegatedSignIn(request, id, session, response);
        return;
      default: {
        const header = request.headers['x-bridge-customer'];
        const bridged = this.believesHeader && typeof header === 'string' ? decodeJwt(header).sub : undefined;
        response.end(`old side: ${bridged ?? session.customer ?? 'nobody'}`);
      }
    }
  }

  private async delegatedSignIn(
    request: IncomingMessage,
    id: string,
    session: PhpSession,
    response: ServerResponse,
  ): Promise<void> {
    const form = await formOf(request);
    this.delegated += 1;
    if (form.get('token') !== id || form.get('secret') !== 'bridge-secret-of-the-test' || this.delegatedFails) {
      response.writeHead(403).end('no');
      return;
    }
    session.customer = form.get('login') ?? undefined;
    response.writeHead(302, { location: '/index.php' }).end();
  }

  private sessionOf(request: IncomingMessage, response: ServerResponse): { id: string; session: PhpSession } {
    const sent = /PHPSESSID=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    const id = sent ?? randomUUID();
    const session = this.sessions.get(id) ?? { customer: undefined };
    this.sessions.set(id, session);
    if (sent === undefined) response.setHeader('set-cookie', `PHPSESSID=${id}; path=/`);
    return { id, session };
  }
}

/** Its profile, but for the bridge. */
export const phpLikeProfile = {
  stickiness: 'none',
  session: {
    cookies: ['PHPSESSID'],
    idle: '24m',
    signIn: { path: '/index.php', query: { _route: 'login' } },
    signOut: { path: '/index.php', query: { _route: 'logout' } },
    whoIs: {
      get: '/index.php?_route=profile',
      customer: { id: 'input[name=username]@value', email: 'input[name=mail]@value' },
      ids: 'shared',
    },
  },
};

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

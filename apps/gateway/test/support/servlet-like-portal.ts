import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * An old portal with a servlet container's manners: `JSESSIONID` below its own path, another id with each sign-in, the id in
 * links of those without cookies, and a second cookie that signs in again. Each node has its own sessions.
 */
export class ServletLikePortal {
  private readonly nodes = new Map<string, Map<string, string | undefined>>();
  private readonly remembered = new Map<string, string>();

  handlerOf(node: string): (request: IncomingMessage, response: ServerResponse) => void {
    const sessions = new Map<string, string | undefined>();
    this.nodes.set(node, sessions);
    return (request, response) => {
      this.answer(request, response, sessions, node);
    };
  }

  /** Sessions end, as over night; what remembers somebody stays. */
  endSessions(): void {
    for (const sessions of this.nodes.values()) sessions.clear();
  }

  private answer(
    request: IncomingMessage,
    response: ServerResponse,
    sessions: Map<string, string | undefined>,
    node: string,
  ): void {
    const url = new URL(request.url ?? '', 'http://servlet');
    const cookies = request.headers.cookie ?? '';
    const remember = /REMEMBER=([\w-]+)/.exec(cookies)?.[1] ?? '';
    let id = /JSESSIONID=([\w-]+)/.exec(cookies)?.[1] ?? '';
    const set: string[] = [];
    const renew = (customer: string | undefined): void => {
      sessions.delete(id);
      id = randomUUID();
      sessions.set(id, customer);
      set.push(`JSESSIONID=${id}; Path=/care; HttpOnly`);
    };
    if (!sessions.has(id)) renew(this.remembered.get(remember));
    switch (url.pathname) {
      case '/care/login': {
        const customer = url.searchParams.get('u') ?? '';
        const token = randomUUID();
        this.remembered.set(token, customer);
        renew(customer);
        set.push(`REMEMBER=${token}; Path=/care; Max-Age=1209600`);
        response.setHeader('location', `/care/home;jsessionid=${id}`);
        response.statusCode = 302;
        break;
      }
      case '/care/logout':
        sessions.set(id, undefined);
        this.remembered.delete(remember);
        set.push('REMEMBER=; Path=/care; Max-Age=0');
        break;
      default:
    }
    response.setHeader('set-cookie', set);
    if (url.pathname === '/care/whoami') {
      const customer = sessions.get(id);
      response.setHeader('content-type', 'application/json');
      response.statusCode = customer === undefined ? 401 : 200;
      response.end(
        JSON.stringify({ number: customer === undefined ? null : Number(customer), name: null, lang: 'et-EE' }),
      );
      return;
    }
    response.end(`${node}: ${sessions.get(id) ?? 'nobody'}`);
  }
}

export const servletLikeProfile = {
  path: { public: '/', here: '/care' },
  stickiness: { cookie: ['JSESSIONID'] },
  session: {
    cookies: ['JSESSIONID', 'REMEMBER'],
    signOut: { path: '/logout' },
    whoIs: {
      get: '/whoami',
      format: 'json',
      customer: { id: 'number', name: 'name', language: 'lang' },
      ids: 'own',
    },
  },
  bridge: { mode: 'off' },
};

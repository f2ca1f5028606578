import { randomUUID } from 'node:crypto';
import { cookie, formOf, type OldServer, startOldServer } from './old-server.ts';

/**
 * As servlet containers have portals: below a folder, redirects to the name it believes to have, session ids in links,
 * an id that changes at the sign-in, a remember-me beside it, a cookie of the balancer in front, and pages of numbers.
 */
export async function startServletLike(
  believes: 'what it is asked by' | 'oldportal.internal:7001',
): Promise<OldServer> {
  const customers = new Map<string, string>();
  const remembered = new Map<string, string>();
  return startOldServer(async (request, response, url) => {
    const host = believes === 'what it is asked by' ? (request.headers.host ?? '') : believes;
    const lines: string[] = [];
    let id = cookie(request, 'JSESSIONID') ?? '';
    const begin = (customer?: string): void => {
      id = `${randomUUID()}.node1`;
      if (customer !== undefined) customers.set(id, customer);
      lines.push(`JSESSIONID=${id}; Path=/selfcare; HttpOnly`, 'ROUTEID=.1; Path=/');
    };
    const known = remembered.get(cookie(request, 'remember') ?? '');
    if (!customers.has(id) && known !== undefined) begin(known);
    else if (id === '') begin();
    const path = url.pathname.replace(/;jsessionid=[^/]*/, '');
    const customer = customers.get(id);
    const send = (status: number, headers: Record<string, string>, body = ''): void => {
      response.writeHead(status, { 'set-cookie': lines, server: 'Apache-Coyote/1.1', ...headers }).end(body);
    };
    const page = (body: string): void => {
      const html = { 'content-type': 'text/html; charset=ISO-8859-1' };
      send(200, html, `<html><body>${links(id)}<div id="main">${body}</div></body></html>`);
    };
    const toSignIn = (): void => {
      send(302, { location: `http://${host}/selfcare/login.do` });
    };
    switch (`${request.method ?? ''} ${path}`) {
      case 'GET /selfcare/':
        send(302, { location: `http://${host}/selfcare/home.do` });
        return;
      case 'GET /selfcare/home.do':
        page('<h1>Welcome</h1>');
        return;
      case 'GET /selfcare/login.do':
        page(
          '<form method="POST" action="/selfcare/check.do"><input name="login"><input type="password" name="pw"></form>',
        );
        return;
      case 'POST /selfcare/check.do': {
        const form = await formOf(request);
        if (form.get('pw') !== 'secret') {
          toSignIn();
          return;
        }
        begin('C-42');
        const token = randomUUID();
        remembered.set(token, 'C-42');
        lines.push(`remember=${token}; Path=/selfcare; Max-Age=2592000`);
        send(302, { location: `http://${host}/selfcare/bills.do` });
        return;
      }
      case 'GET /selfcare/bills.do':
        if (customer === undefined) toSignIn();
        else page(`<dl><dt>Customer number</dt><dd>${customer}</dd></dl>${bills}`);
        return;
      case 'GET /selfcare/me.json':
        if (customer === undefined) {
          send(401, { 'content-type': 'application/json' }, '{}');
          return;
        }
        {
          send(200, { 'content-type': 'application/json' }, JSON.stringify({ user: { number: customer }, items: [] }));
          return;
        }
      default:
        send(404, { 'content-type': 'text/html' }, 'nothing here');
    }
  });
}

function links(id: string): string {
  return ['home', 'bills', 'login', 'logout', 'cancelContract']
    .map((name) => `<a href="/selfcare/${name}.do;jsessionid=${id}">${name}</a>`)
    .join(' ');
}

const bills = `<table id="bills"><tr><th>Bill</th><th>Issued on</th><th>Total</th></tr>
  <tr data-no="17"><td class="no">17</td><td class="date">01/03/2026</td><td class="sum">USD 1,234.50</td></tr>
  <tr data-no="18"><td class="no">18</td><td class="date">01/04/2026</td><td class="sum">USD 34.00</td></tr></table>`;

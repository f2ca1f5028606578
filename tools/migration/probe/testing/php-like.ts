import { randomUUID } from 'node:crypto';
import { cookie, formOf, type OldServer, startOldServer } from './old-server.ts';

/**
 * As PHP portals are: everything in the query of one path, a session id that is kept over the sign-in, a token in the
 * form, links that change something by a plain GET, and pages in Estonian that say no charset.
 */
export async function startPhpLike(): Promise<OldServer> {
  const sessions = new Map<string, { token: string; customer?: string }>();
  return startOldServer(async (request, response, url) => {
    let id = cookie(request, 'PHPSESSID') ?? '';
    const session = sessions.get(id) ?? { token: randomUUID() };
    if (!sessions.has(id)) {
      id = randomUUID();
      sessions.set(id, session);
      response.setHeader('set-cookie', [`PHPSESSID=${id}; path=/`, 'theme=blue; path=/']);
    }
    response.setHeader('x-powered-by', 'PHP/5.3.3');
    response.setHeader('content-type', 'text/html');
    const route = url.searchParams.get('_route') ?? '';
    const page = (body: string): void => {
      response.end(latin(`<html lang="et"><head><title>Iseteenindus</title></head><body>${menu}${body}</body></html>`));
    };
    const toSignIn = (): void => void response.writeHead(302, { location: '/index.php?_route=login' }).end();
    const { customer } = session;
    switch (`${request.method ?? ''} ${route}`) {
      case 'POST login': {
        const form = await formOf(request);
        if (form.get('csrf') === session.token && form.get('parool') === 'salasõna') session.customer = 'K1007';
        response.writeHead(302, { location: '/index.php?_route=invoices/list' }).end();
        return;
      }
      case 'GET login':
        page(`<form method="post" action="/index.php?_route=login"><input type="hidden" name="csrf" value="${session.token}">
          <input name="kasutaja"><input type="password" name="parool"><input type="submit" value="Sisene"></form>`);
        return;
      case 'GET accounts/profile':
        if (customer === undefined) toSignIn();
        else
          page(`<form method="post" action="/index.php?_route=accounts/save"><input name="username" value="${customer}" readonly>
            <input name="email" value="k1007@example.com"><input type="submit" value="Salvesta"></form>`);
        return;
      case 'GET invoices/list':
        if (customer === undefined) toSignIn();
        else page(invoices);
        return;
      case 'GET logout':
        sessions.delete(id);
        page('Head aega');
        return;
      default:
        page(customer === undefined ? '<p>Tere tulemast õhtul</p>' : `<p>Tere, ${customer}</p>`);
    }
  });
}

const menu = `<a href="/index.php?_route=login">Sisene</a> <a href="/index.php?_route=invoices/list">Arved</a>
  <a href="/index.php?_route=accounts/profile">Minu andmed</a> <a href="/index.php?_route=logout">Välju</a>
  <a href="/index.php?_route=package/change&id=7">Vaheta paketti</a> <a href="/index.php?_route=message&del=4">Kustuta</a>`;

const invoices = `<table class="list"><tr><th>Arve nr</th><th>Kuupäev</th><th>Maksetähtaeg</th><th>Summa</th><th>Staatus</th></tr>
  <tr><td>A-17</td><td>1. märts 2026</td><td>15.03.2026</td><td>1 234,50 &euro;</td><td>Maksmata</td></tr>
  <tr><td>A-18</td><td>1. aprill 2026</td><td>15.04.2026</td><td>34,00 &euro;</td><td>Makstud</td></tr></table>`;

function latin(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

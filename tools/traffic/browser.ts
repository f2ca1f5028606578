/** As much of a browser as a customer takes: keeps cookies by path and follows redirects. */

interface Cookie {
  value: string;
  path: string;
}

export interface Page {
  url: URL;
  status: number;
  body: string;
}

const longestChain = 15;
const patienceMs = 20_000;

export class Browser {
  private readonly cookies = new Map<string, Cookie>();

  /** @throws Error when nothing answers within 20 s, or redirects lead nowhere */
  async open(address: URL, form?: Record<string, string>): Promise<Page> {
    let url = address;
    let response = await this.request(url, form);
    for (let hops = 0; hops < longestChain; hops += 1) {
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) {
        return { url, status: response.status, body: await response.text() };
      }
      await response.arrayBuffer();
      url = new URL(location, url);
      response = await this.request(url);
    }
    throw new Error(`${address.href} redirects again and again`);
  }

  /** As the scripts of a page ask, redirects being answers like any other. @throws Error when nothing answers within 20 s */
  async send(
    url: URL,
    init: Pick<RequestInit, 'method' | 'body'> & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        cookie: this.cookieHeader(url.pathname),
        ...(init.method === 'POST' && { origin: url.origin }),
        ...init.headers,
      },
      signal: AbortSignal.timeout(patienceMs),
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    return response;
  }

  private request(url: URL, form?: Record<string, string>): Promise<Response> {
    return this.send(url, form && { method: 'POST', body: new URLSearchParams(form) });
  }

  private cookieHeader(pathname: string): string {
    return [...this.cookies]
      .filter(([, { path }]) => pathname === path || pathname.startsWith(`${path.replace(/\/$/, '')}/`))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  private keep(header: string): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const separator = pair.indexOf('=');
    const attribute = (name: string): string | undefined =>
      attributes.find((text) => text.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const name = pair.slice(0, separator);
    const expires = attribute('expires');
    const isGone = attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) < Date.now());
    if (isGone) this.cookies.delete(name);
    else this.cookies.set(name, { value: pair.slice(separator + 1), path: attribute('path') ?? '/' });
  }
}

/** As much of a browser as sessions need: keeps cookies, follows redirects one at a time. */
export class Browser {
  private readonly publicUrl = 'http://localhost:8080';

  constructor(
    private readonly gatewayUrl: string,
    readonly cookies = new Map<string, string>(),
  ) {}

  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, this.publicUrl);
    const headers = new Headers(init.headers);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookie !== '') headers.set('cookie', cookie);
    if (init.method === 'POST') headers.set('origin', this.publicUrl);
    const response = await fetch(new URL(url.pathname + url.search, this.gatewayUrl), {
      ...init,
      headers,
      redirect: 'manual',
    });
    for (const setCookie of response.headers.getSetCookie()) this.keep(setCookie);
    return response;
  }

  /** Follows redirects on the public site to the end. */
  async visit(path: string, init: RequestInit = {}): Promise<{ response: Response; at: string }> {
    let at = path;
    let response = await this.ask(path, init);
    for (let hops = 0; hops < 10; hops += 1) {
      const location = response.headers.get('location');
      if (location === null) break;
      at = new URL(location, new URL(at, this.publicUrl)).href.replace(this.publicUrl, '');
      response = await this.ask(at);
    }
    return { response, at };
  }

  async session(): Promise<{
    customer: { id: string; name: string } | null;
    capabilities: Record<string, string>;
    expiresAt: string | null;
  }> {
    const response = await this.ask('/session');
    return (await response.json()) as Awaited<ReturnType<Browser['session']>>;
  }

  private keep(setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (attributes.some((each) => /^\s*max-age=0\s*$/i.test(each))) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(at + 1));
  }
}

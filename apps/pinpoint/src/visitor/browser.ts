import { type Agent, request } from 'undici';

export interface Page {
  readonly status: number;
  readonly url: URL;
  readonly body: string;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

const longestChain = 15;

/** As much of a browser as a customer who looks takes: keeps cookies by path, follows redirects. */
export class Browser {
  private readonly cookies = new Map<string, Cookie>();

  /**
   * @param address where the portal is reached from here
   * @param publicUrl where browsers reach it; redirects and forms name this
   */
  constructor(
    private readonly address: string,
    private readonly publicUrl: string,
    private readonly agent: Agent,
  ) {}

  /** @throws {Error} when nothing answers before `signal` aborts, or redirects lead nowhere */
  async open(path: string, signal: AbortSignal, form?: Readonly<Record<string, string>>): Promise<Page> {
    let url = new URL(path, this.publicUrl);
    let answer = await this.ask(url, signal, form);
    for (let hops = 0; hops < longestChain; hops += 1) {
      if (answer.status < 300 || answer.status > 399 || answer.location === undefined) {
        return { status: answer.status, url, body: answer.body };
      }
      url = new URL(answer.location, url);
      answer = await this.ask(url, signal);
    }
    throw new Error('redirected again and again');
  }

  private async ask(
    url: URL,
    signal: AbortSignal,
    form?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; location: string | undefined; body: string }> {
    const origin = new URL(this.publicUrl).origin;
    if (url.origin !== origin) throw new Error(`sent away to ${url.origin}`);
    const { statusCode, headers, body } = await request(new URL(url.pathname + url.search, this.address), {
      method: form === undefined ? 'GET' : 'POST',
      dispatcher: this.agent,
      signal,
      headers: {
        host: url.host,
        cookie: this.cookieHeader(url.pathname),
        'user-agent': 'wellspring-pinpoint',
        accept: 'text/html,application/json',
        ...(form !== undefined && { origin, 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form !== undefined && { body: new URLSearchParams(form).toString() }),
    });
    for (const cookie of [headers['set-cookie'] ?? []].flat()) this.keep(cookie);
    const location = headers['location'];
    return {
      status: statusCode,
      location: typeof location === 'string' ? location : undefined,
      body: await body.text(),
    };
  }

  private cookieHeader(pathname: string): string {
    return [...this.cookies]
      .filter(([, { path }]) => pathname === path || pathname.startsWith(`${path.replace(/\/$/, '')}/`))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  private keep(header: string): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const border = pair.indexOf('=');
    const attribute = (name: string): string | undefined =>
      attributes.find((text) => text.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const expires = attribute('expires');
    const isGone = attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) < Date.now());
    const name = pair.slice(0, border);
    if (isGone) this.cookies.delete(name);
    else this.cookies.set(name, { value: pair.slice(border + 1), path: attribute('path') ?? '/' });
  }
}

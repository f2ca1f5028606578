interface Cookie {
  value: string;
  path: string;
}

export interface Answer {
  url: string;
  status: number;
  headers: Headers;
  text: string;
}

/**
 * As much of a browser as signing in takes: keeps cookies by path, follows redirects, stays on the provider's origin.
 * Requests for the public origin go to `target`, as the gateway would send them.
 */
export class Browser {
  readonly cookies = new Map<string, Cookie>();
  headers: Record<string, string> = {};

  constructor(
    readonly origin: string,
    public target: string,
  ) {}

  get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.follow('GET', url, undefined, headers);
  }

  post(url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    return this.follow('POST', url, form, { origin: this.origin, ...headers });
  }

  /** Sends the only form of a page, with its hidden fields. */
  submit(page: Answer, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const [, action = '', content = ''] = /<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(page.text) ?? [];
    if (!content.includes('type="submit"')) throw new Error(`There is no form to submit on ${page.url}: ${page.text}`);
    const hidden = [...content.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]): [string, string] => [
      /name="([^"]+)"/.exec(input)?.[1] ?? '',
      /value="([^"]*)"/.exec(input)?.[1] ?? '',
    ]);
    return this.post(
      new URL(action.replaceAll('&amp;', '&'), page.url).href,
      { ...Object.fromEntries(hidden), ...fields },
      headers,
    );
  }

  private async follow(
    method: string,
    url: string,
    form: Record<string, string> | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const at = new URL(url, this.origin);
    if (at.origin !== this.origin || !at.pathname.startsWith('/identity/')) {
      return { url: at.href, status: 0, headers: new Headers(), text: '' };
    }
    const response = await fetch(this.target + at.pathname + at.search, {
      method,
      redirect: 'manual',
      headers: { ...this.headers, ...headers, cookie: this.cookieHeader(at.pathname) },
      body: form === undefined ? null : new URLSearchParams(form),
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    const location = response.headers.get('location');
    const text = await response.text();
    if (location === null) return { url: at.href, status: response.status, headers: response.headers, text };
    return this.follow('GET', new URL(location, at).href, undefined, {});
  }

  private cookieHeader(path: string): string {
    return [...this.cookies]
      .filter(([, cookie]) => path === cookie.path || path.startsWith(`${cookie.path.replace(/\/$/, '')}/`))
      .map(([key, { value }]) => `${key.split('@')[0] ?? ''}=${value}`)
      .join('; ');
  }

  private keep(setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split(';').map((part) => part.trim());
    const [name = '', ...value] = pair.split('=');
    const path = attributes.find((attribute) => attribute.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
    const key = `${name}@${path}`;
    const expires = attributes.find((attribute) => attribute.toLowerCase().startsWith('expires='))?.slice(8);
    if (expires !== undefined && Date.parse(expires) < Date.now()) this.cookies.delete(key);
    else this.cookies.set(key, { value: value.join('='), path });
  }
}

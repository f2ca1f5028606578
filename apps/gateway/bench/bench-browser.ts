/** As much of a browser as a customer's session needs. Somebody is before it. */
export class BenchBrowser {
  private readonly cookies = new Map<string, string>();
  private readonly url: string;

  /** @param cookies as `name=value` */
  constructor(url: string, cookies: readonly string[]) {
    this.url = url;
    for (const cookie of cookies) this.keep(cookie);
  }

  /** @returns milliseconds until the page was there */
  async waitFor(side: 'old' | 'new'): Promise<number> {
    const begunAt = performance.now();
    const headers = { cookie: [...this.cookies.values()].join('; '), 'x-page-idle': '0' };
    const response = await fetch(`${this.url}/${side}-page`, { headers });
    const text = await response.text();
    const tookMs = performance.now() - begunAt;
    if (text !== `${side === 'old' ? 'an' : 'a'} ${side} page`) throw new Error(`${response.status}: ${text}`);
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie.split(';', 1)[0] ?? '');
    return tookMs;
  }

  private keep(cookie: string): void {
    this.cookies.set(cookie.slice(0, cookie.indexOf('=')), cookie);
  }
}

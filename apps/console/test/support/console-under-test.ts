import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningService, serviceUnderTest } from '@wellspring/testing';
import { console } from '../../src/service.ts';
import { SystemDouble } from './system-double.ts';
import { clientSecret, IdentityDouble, type Person } from './identity-double.ts';

export const olga: Person = { sub: 'operator:olga', name: 'Olga', roles: ['operator'] };
export const consoleUrl = 'https://console.example';

/** The console between an identity, a gateway and a billing that do as the test says. */
export class ConsoleUnderTest {
  private constructor(
    readonly service: RunningService,
    readonly identity: IdentityDouble,
    readonly gateway: SystemDouble,
    readonly billing: SystemDouble,
    private readonly webRoot: string,
  ) {}

  /** Another one of the same, with the same key. */
  async replica(): Promise<{ service: RunningService; stop: () => Promise<void> }> {
    const service = await ConsoleUnderTest.serve(this.identity, this.gateway, this.billing, this.webRoot);
    return { service, stop: () => service.stop() };
  }

  static async start(): Promise<ConsoleUnderTest> {
    const [identity, gateway, billing] = await Promise.all([
      IdentityDouble.start(),
      SystemDouble.start(),
      SystemDouble.start(),
    ]);
    const webRoot = mkdtempSync(join(tmpdir(), 'console-web-'));
    mkdirSync(join(webRoot, 'assets'));
    writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Console</title>');
    const service = await ConsoleUnderTest.serve(identity, gateway, billing, webRoot);
    return new ConsoleUnderTest(service, identity, gateway, billing, webRoot);
  }

  private static serve(
    identity: IdentityDouble,
    gateway: SystemDouble,
    billing: SystemDouble,
    webRoot: string,
  ): Promise<RunningService> {
    return serviceUnderTest(console)
      .withEnv({
        CONSOLE_URL: consoleUrl,
        PUBLIC_URL: identity.publicUrl,
        IDENTITY_URL: identity.url,
        GATEWAY_MANAGEMENT_URL: gateway.url,
        BILLING_MANAGEMENT_URL: billing.url,
        // Asked in the same way as billing, which stands in for them.
        INVENTORY_MANAGEMENT_URL: billing.url,
        USAGE_MANAGEMENT_URL: billing.url,
        PINPOINT_MANAGEMENT_URL: billing.url,
        OPERATIONS_TIMEOUT_MS: '2000',
        OIDC_CLIENT_SECRET: clientSecret,
        SESSION_KEYS: Buffer.alloc(32, 7).toString('base64url'),
        WEB_ROOT: webRoot,
      })
      .start();
  }

  browser(): Browser {
    return new Browser(this.service.url);
  }

  /** A browser of an operator who has signed in. */
  async signedIn(person = olga): Promise<Browser> {
    const browser = this.browser();
    const { location } = await browser.get('/sign-in');
    await browser.get(this.identity.approve(location, person));
    return browser;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await Promise.all([this.identity.stop(), this.gateway.stop(), this.billing.stop()]);
    rmSync(this.webRoot, { recursive: true });
  }
}

export interface Page {
  status: number;
  location: string;
  setCookies: string[];
  headers: Headers;
  text: string;
}

/** Keeps cookies and follows nothing. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  get(path: string): Promise<Page> {
    return this.send(path, {});
  }

  /** As a page of the console does, unless other headers are given. */
  post(path: string, body: unknown, headers: Record<string, string> = { origin: consoleUrl }): Promise<Page> {
    return this.send(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async open(path: string, signal: AbortSignal): Promise<Response> {
    return fetch(this.origin + path, { headers: { cookie: this.cookieHeader }, signal });
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private async send(path: string, init: RequestInit): Promise<Page> {
    const headers = new Headers(init.headers);
    headers.set('cookie', this.cookieHeader);
    const response = await fetch(this.origin + path, { ...init, headers, redirect: 'manual' });
    const setCookies = response.headers.getSetCookie();
    for (const cookie of setCookies) this.keep(cookie);
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      setCookies,
      headers: response.headers,
      text: await response.text(),
    };
  }

  private keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (cookie.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

import type { Agent } from 'undici';
import { messageOf } from '@wellspring/platform';
import { z } from 'zod';
import type { VisitorSettings } from '../config.ts';
import type { Side, VisitResult } from '../signals/snapshot.ts';
import { Browser, type Page } from './browser.ts';

const session = z.object({
  customer: z.unknown(),
  capabilities: z.record(z.string(), z.enum(['new', 'legacy'])),
});

/** Under what a failed sign-in is told. */
export const signInCapability = 'sign-in';

/** One customer who is played: signs in, and opens a page of every capability on the side that they are on. */
export class Visitor {
  private browser: Browser | undefined;
  private signedInMs = -Infinity;

  constructor(
    private readonly settings: VisitorSettings,
    private readonly who: { readonly login: string; readonly password: string },
    private readonly agent: Agent,
  ) {}

  /** A visit never throws: what goes wrong is what it is for. */
  async visit(): Promise<VisitResult[]> {
    const results: VisitResult[] = [];
    if (this.browser === undefined || performance.now() - this.signedInMs > this.settings.signInIntervalMs) {
      const signIn = await this.timed(signInCapability, undefined, () => this.signIn());
      results.push(signIn);
      if (!signIn.ok && this.browser === undefined) return results;
    }
    const sides = await this.sides().catch(() => undefined);
    if (sides === undefined) {
      // Whoever does not know where they are cannot look; with the gateway away that is known anyhow.
      return [...results, this.lost()];
    }
    for (const { capability, ...pages } of this.settings.visitorPages) {
      const side = sides[capability];
      if (side === undefined || pages[side].length === 0) continue;
      results.push(await this.timed(capability, side, () => this.look(pages[side])));
    }
    return results;
  }

  /** With a browser that knows nothing yet: the way a customer comes. */
  private async signIn(): Promise<string | undefined> {
    const { portalUrl, publicUrl } = this.settings;
    const browser = new Browser(portalUrl, publicUrl, this.agent);
    const signal = this.deadline();
    const form = await browser.open('/signin?return=%2F', signal);
    const action = /<form[^>]*\baction="([^"]+)"/i.exec(form.body)?.[1];
    if (form.status !== 200 || action === undefined) return `the sign-in page answered ${form.status}`;
    const target = new URL(action.replaceAll('&amp;', '&'), form.url);
    const page = await browser.open(target.href, signal, { login: this.who.login, password: this.who.password });
    if (page.status !== 200) return `signing in answered ${page.status}`;
    this.browser = browser;
    this.signedInMs = performance.now();
    return undefined;
  }

  private async sides(): Promise<Readonly<Record<string, Side>>> {
    const page = await this.open('/session');
    const { customer, capabilities } = session.parse(JSON.parse(page.body));
    if (customer === null) {
      // Signed out meanwhile, by whatever: the next visit begins anew.
      this.browser = undefined;
      throw new Error('signed out');
    }
    return capabilities;
  }

  private async look(paths: readonly string[]): Promise<string | undefined> {
    for (const path of paths) {
      const { status } = await this.open(path);
      if (status >= 400) return `${path} answered ${status}`;
    }
    return undefined;
  }

  private open(path: string): Promise<Page> {
    if (this.browser === undefined) throw new Error('not signed in');
    return this.browser.open(path, this.deadline());
  }

  private deadline(): AbortSignal {
    return AbortSignal.timeout(this.settings.visitTimeoutMs);
  }

  private lost(): VisitResult {
    return { capability: signInCapability, side: undefined, ok: false, tookMs: 0, detail: 'no session' };
  }

  /** @param look says what was wrong, and nothing when all was well */
  private async timed(
    capability: string,
    side: Side | undefined,
    look: () => Promise<string | undefined>,
  ): Promise<VisitResult> {
    const startedMs = performance.now();
    const wrong = await look().catch((error: unknown) =>
      error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : messageOf(error),
    );
    const tookMs = performance.now() - startedMs;
    return { capability, side, ok: wrong === undefined, tookMs, detail: wrong ?? 'well' };
  }
}

import { Injectable } from '@nestjs/common';
import { Logger, messageOf } from '@wellspring/platform';
import { z } from 'zod';
import { BridgeSettings } from '../config.ts';
import type { Identity } from '../session/session.ts';
import { requestBuffered, type BufferedResponse } from '../upstream/buffered-request.ts';
import { Upstreams } from '../upstream/upstreams.ts';

const timeoutMs = 3_000;
const maxBodyBytes = 262_144;

const whoamiSchema = z.object({
  customerNo: z.string().min(1),
  email: z.string(),
  name: z.string(),
  language: z.enum(['en', 'et', 'ru']).default('en'),
  segment: z.string().optional(),
});

/** The few things the gateway asks of the old portal on its own account. None of them throws. */
@Injectable()
export class LegacySite {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly settings: BridgeSettings,
    private readonly logger: Logger,
  ) {}

  /** Who is signed in with this cookie (`name=value`); undefined when nobody is, or the old side does not say. */
  async whoIs(cookie: string): Promise<Identity | undefined> {
    const response = await this.ask('whoami', {
      method: 'GET',
      target: this.settings.legacyWhoamiPath,
      headers: { cookie, accept: 'application/json' },
    });
    if (response?.status !== 200) return undefined;
    const who = whoamiSchema.safeParse(parseJson(response.body)).data;
    if (who === undefined) return undefined;
    return { customerId: who.customerNo, email: who.email, name: who.name, locale: who.language, segment: who.segment };
  }

  /** Signs a customer in on the old form with the secret the old side accepts from the gateway. @returns its cookie */
  async signIn(email: string): Promise<string | undefined> {
    const { bridgeSecret, legacySignInPath } = this.settings;
    if (bridgeSecret === undefined) return undefined;
    const response = await this.ask('sign-in', {
      method: 'POST',
      target: legacySignInPath,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ email, password: bridgeSecret }).toString(),
    });
    const cookie = response === undefined ? undefined : this.sessionCookie(response);
    if (cookie === undefined) this.logger.warn('The old side did not sign a customer in', { status: response?.status });
    return cookie;
  }

  async signOut(cookie: string): Promise<void> {
    await this.ask('sign-out', { method: 'GET', target: this.settings.legacySignOutPath, headers: { cookie } });
  }

  private sessionCookie({ status, headers }: BufferedResponse): string | undefined {
    const cookies = headers['set-cookie'];
    const prefix = `${this.settings.legacyCookie}=`;
    const cookie = (Array.isArray(cookies) ? cookies : []).find((each) => each.startsWith(prefix))?.split(';', 1)[0];
    return status < 400 && cookie !== prefix ? cookie : undefined;
  }

  private async ask(
    what: string,
    request: { method: string; target: string; headers: Record<string, string>; body?: string },
  ): Promise<BufferedResponse | undefined> {
    const upstream = this.upstreams.get(this.settings.legacyUpstream);
    if (upstream === undefined) return undefined;
    try {
      return await requestBuffered(upstream, { ...request, timeoutMs, maxBodyBytes });
    } catch (error) {
      this.logger.warn('The old side did not answer the bridge', {
        question: what,
        'error.message': messageOf(error),
      });
      return undefined;
    }
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

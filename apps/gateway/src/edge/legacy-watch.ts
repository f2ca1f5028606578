import { Inject, Injectable } from '@nestjs/common';
import { LEGACY_BRIDGE, type LegacyBridge } from '../bridge/legacy-bridge.ts';
import { LegacyRecognition } from '../bridge/legacy-recognition.ts';
import { LegacySite } from '../bridge/legacy-site.ts';
import { BridgeSettings } from '../config.ts';
import type { Inspection } from '../proxy/relay-plan.ts';
import { setCookies } from '../proxy/response-headers.ts';
import type { Session } from '../session/session.ts';
import { Sessions } from '../session/sessions.ts';
import type { ResponseHead } from '../upstream/response-head.ts';
import type { Caller } from './caller.ts';

/** Notices when the old side signs a customer in or out by itself, and follows it. */
@Injectable()
export class LegacyWatch {
  constructor(
    private readonly settings: BridgeSettings,
    private readonly site: LegacySite,
    private readonly recognition: LegacyRecognition,
    private readonly sessions: Sessions,
    @Inject(LEGACY_BRIDGE) private readonly bridge: LegacyBridge,
  ) {}

  /** @returns undefined when the response says nothing about anybody's session, as nearly all do. */
  inspect(head: ResponseHead, method: string, path: string, caller: Caller): Promise<Inspection> | undefined {
    const prefix = `${this.settings.legacyCookie}=`;
    const setCookie = setCookies(head).findLast((each) => each.startsWith(prefix));
    if (
      caller.session !== undefined &&
      head.status < 400 &&
      (path === this.settings.legacySignOutPath || isCleared(setCookie, prefix))
    ) {
      return this.follow(caller.session);
    }
    if (setCookie !== undefined && !isCleared(setCookie, prefix))
      return this.capture(setCookie.split(';', 1)[0] ?? '', caller);
    // Signed in without a new cookie: the next request asks again who it belongs to.
    if (method === 'POST' && caller.cookies.legacySession !== undefined)
      this.recognition.reconsider(caller.cookies.legacySession);
    return undefined;
  }

  private async follow(session: Session): Promise<Inspection> {
    return { add: [await this.sessions.end(session)] };
  }

  private async capture(cookie: string, { session }: Caller): Promise<Inspection> {
    const identity = await this.site.whoIs(cookie);
    if (identity === undefined) return { add: [] };
    const keep = this.bridge.keepsCookie ? this.settings.legacyCookie : undefined;
    if (session?.customerId === identity.customerId) {
      this.bridge.adopt(session, cookie);
      return { add: [], keep };
    }
    if (session !== undefined) await this.sessions.end(session);
    const opened = await this.sessions.open(identity, { legacyCookie: keep === undefined ? undefined : cookie });
    this.bridge.adopt(opened.session, cookie);
    return { add: [opened.setCookie], keep };
  }
}

function isCleared(setCookie: string | undefined, prefix: string): boolean {
  if (setCookie === undefined) return false;
  if (setCookie.startsWith(`${prefix};`) || setCookie === prefix || /;\s*max-age=(0|-\d+)\s*(;|$)/i.test(setCookie))
    return true;
  const expires = /;\s*expires=([^;]+)/i.exec(setCookie)?.[1];
  return expires !== undefined && Date.parse(expires) < Date.now();
}

import { Injectable } from '@nestjs/common';
import { cookieValue } from '@wellspring/auth/cookies';
import { Sealer } from '@wellspring/auth/sealing';
import type { z } from 'zod';
import { sessionContent, type OperatorSession } from './operator-session.ts';

const cookieName = '__Host-console';
const purpose = 'session';
// Strict: the page itself is the same for everybody, and all it asks for later is asked from our own origin.
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** The session, held by the browser in a form only this service can read: tokens never reach a page or a person. */
@Injectable()
export class SessionCookie {
  constructor(private readonly sealer: Sealer) {}

  /** @param header `Cookie` of the request. @returns undefined for none, one not sealed by us, and one that has ended. */
  read(header = ''): OperatorSession | undefined {
    const sealed = cookieValue(header, cookieName);
    const text = sealed === undefined ? undefined : this.sealer.open(purpose, sealed);
    const content = text === undefined ? undefined : sessionContent.safeParse(JSON.parse(text)).data;
    if (content === undefined || content.x <= Date.now()) return undefined;
    return { id: content.s, name: content.n, email: content.m, refreshToken: content.r, endsAt: content.x };
  }

  /** `Set-Cookie` value. */
  write(session: OperatorSession): string {
    const content: z.input<typeof sessionContent> = {
      s: session.id,
      n: session.name,
      m: session.email,
      r: session.refreshToken,
      x: session.endsAt,
    };
    const maxAge = Math.max(0, Math.floor((session.endsAt - Date.now()) / 1_000));
    return `${cookieName}=${this.sealer.seal(purpose, JSON.stringify(content))}; ${attributes}; Max-Age=${maxAge}`;
  }

  /** `Set-Cookie` value that makes the browser forget the session. */
  clear(): string {
    return `${cookieName}=; ${attributes}; Max-Age=0`;
  }
}

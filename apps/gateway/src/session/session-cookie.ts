import { Injectable } from '@nestjs/common';
import { Sealer } from '@wellspring/auth/sealing';
import { z } from 'zod';
import type { Session } from './session.ts';

export const sessionCookieName = '__Host-session';
const purpose = 'session';
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** Short names: the cookie comes with every request. */
const contentSchema = z.object({
  s: z.string(),
  c: z.string(),
  e: z.string(),
  n: z.string(),
  l: z.string(),
  g: z.string().optional(),
  p: z.string().optional(),
  o: z.string().optional(),
  t: z.number(),
  i: z.number(),
  x: z.number(),
});

/** The session as the browser holds it: encrypted, for this host only, out of reach of scripts. */
@Injectable()
export class SessionCookie {
  constructor(private readonly sealer: Sealer) {}

  /** The session in a cookie's value, also an expired one: whoever asks looks at the time. */
  read(sealed: string): Session | undefined {
    const text = this.sealer.open(purpose, sealed);
    const content = text === undefined ? undefined : contentSchema.safeParse(JSON.parse(text)).data;
    if (content === undefined) return undefined;
    return {
      id: content.s,
      customerId: content.c,
      email: content.e,
      name: content.n,
      locale: content.l,
      segment: content.g,
      providerSession: content.p,
      openedFrom: content.o,
      startedAt: content.t,
      issuedAt: content.i,
      expiresAt: content.x,
    };
  }

  /** `Set-Cookie` value. */
  write(session: Session): string {
    const text = JSON.stringify({
      s: session.id,
      c: session.customerId,
      e: session.email,
      n: session.name,
      l: session.locale,
      g: session.segment,
      p: session.providerSession,
      o: session.openedFrom,
      t: session.startedAt,
      i: session.issuedAt,
      x: session.expiresAt,
    } satisfies z.input<typeof contentSchema>);
    const maxAge = Math.max(0, Math.floor((session.expiresAt - session.issuedAt) / 1_000));
    return `${sessionCookieName}=${this.sealer.seal(purpose, text)}; ${attributes}; Max-Age=${maxAge}`;
  }

  /** `Set-Cookie` value that makes the browser forget the session. */
  clear(): string {
    return `${sessionCookieName}=; ${attributes}; Max-Age=0`;
  }
}

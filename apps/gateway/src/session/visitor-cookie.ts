import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Sealer } from '@wellspring/auth/sealing';

export const visitorCookieName = '__Host-visitor';
const purpose = 'visitor';
const halfAYearSeconds = 15_768_000;

/** A signed id for visitors who have not signed in, so that they too stay on the side they were given. */
@Injectable()
export class VisitorCookie {
  constructor(private readonly sealer: Sealer) {}

  /** The id in a cookie's value. */
  read(signed: string): string | undefined {
    return this.sealer.verify(purpose, signed);
  }

  create(): { id: string; setCookie: string } {
    const id = randomBytes(12).toString('base64url');
    const value = this.sealer.sign(purpose, id);
    return {
      id,
      setCookie: `${visitorCookieName}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${halfAYearSeconds}`,
    };
  }
}

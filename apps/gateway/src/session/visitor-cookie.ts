import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Sealer } from '@wellspring/auth/sealing';

export const visitorCookieName = '__Host-visitor';
const purpose = 'visitor';
const halfAYearSeconds = 15_768_000;

/**
 * A signed id for a browser: visitors who have not signed in stay on the side they were given by it, and it tells what
 * one browser sends to an old portal from what others do.
 */
@Injectable()
export class VisitorCookie {
  constructor(private readonly sealer: Sealer) {}

  /** The id in a cookie's value. */
  read(signed: string): string | undefined {
    return this.sealer.verify(purpose, signed);
  }

  create(): { id: string; setCookie: string } {
    const id = `${Date.now().toString(36)}.${randomBytes(12).toString('base64url')}`;
    const value = this.sealer.sign(purpose, id);
    return {
      id,
      setCookie: `${visitorCookieName}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${halfAYearSeconds}`,
    };
  }
}

/** How long ago a browser was given its id. One from before ids told that is old. */
export function browserAgeMs(id: string, now: number): number {
  const [givenAt, random] = id.split('.');
  return random === undefined || givenAt === undefined ? Infinity : now - Number.parseInt(givenAt, 36);
}

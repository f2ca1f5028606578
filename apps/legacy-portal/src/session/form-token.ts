import { createHmac, timingSafeEqual } from 'node:crypto';

/** Proves that a form was made for whom it comes back from. Bound to a session, a bridged customer or a visit. */
export class FormTokens {
  private readonly secret: Buffer;

  constructor(secret: Buffer) {
    this.secret = secret;
  }

  make(subject: string): string {
    return createHmac('sha256', this.secret).update(subject).digest('base64url');
  }

  check(subject: string, token: string | undefined): boolean {
    const expected = Buffer.from(this.make(subject));
    const given = Buffer.from(token ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

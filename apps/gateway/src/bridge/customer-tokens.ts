import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BridgeSettings } from '../config.ts';
import type { Session } from '../session/session.ts';
import { Generations } from '../memory/generations.ts';
import { SigningKeys } from './signing-keys.ts';

const lifetimeSeconds = 60;
/** A token is used again while at least this much of its life is left for the upstream to check it. */
const minLeftMs = 20_000;

const remembered = 20_000;

interface MintedToken {
  token: string;
  /** Epoch ms. */
  expiresAt: number;
}

/** Short-lived tokens that say who is asking. Made once per session and audience, and used until they are nearly over. */
@Injectable()
export class CustomerTokens {
  /** By the name of the service: there are as many as upstreams. */
  private readonly services = new Map<string, Generations<MintedToken>>();
  private readonly legacy = new Generations<MintedToken>(remembered);

  constructor(
    private readonly keys: SigningKeys,
    private readonly settings: BridgeSettings,
  ) {}

  /** For one service of the new side, of no use at any other (RFC 9068 as far as it fits: `typ` is `at+jwt`). */
  forService(session: Session, service: string): string {
    let minted = this.services.get(service);
    if (minted === undefined) this.services.set(service, (minted = new Generations(remembered)));
    return this.token(minted, session, service, 'at+jwt');
  }

  /** For the old side's signed header. */
  forLegacy(session: Session): string {
    return this.token(this.legacy, session, this.settings.legacyAudience, 'JWT');
  }

  private token(minted: Generations<MintedToken>, session: Session, audience: string, type: string): string {
    const now = Date.now();
    const known = minted.get(session.id);
    if (known !== undefined && known.expiresAt - now > minLeftMs) return known.token;
    const issuedAt = Math.floor(now / 1_000);
    const expiresAt = issuedAt + lifetimeSeconds;
    const token = this.keys.sign(type, {
      iss: this.settings.authTokenIssuer,
      aud: audience,
      sub: session.customerId,
      sid: session.id,
      email: session.email,
      name: session.name,
      locale: session.locale,
      jti: randomUUID(),
      iat: issuedAt,
      exp: expiresAt,
    });
    minted.set(session.id, { token, expiresAt: expiresAt * 1_000 });
    return token;
  }
}

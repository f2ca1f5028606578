import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BridgeSettings } from '../config.ts';
import type { Session } from '../session/session.ts';
import type { Machine } from './machine.ts';
import { Generations } from '../memory/generations.ts';
import { SigningKeys } from './signing-keys.ts';

const lifetimeSeconds = 60;
/** A token is used again while at least this much of its life is left for the upstream to check it. */
const minLeftMs = 20_000;

/** In one generation, for one service. */
const rememberedBytes = 33_554_432;

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
  private readonly pages = new Generations<MintedToken>(rememberedBytes);
  private readonly portals = new Map<string, Generations<MintedToken>>();

  constructor(
    private readonly keys: SigningKeys,
    private readonly settings: BridgeSettings,
  ) {}

  /** For one service of the new side, of no use at any other (RFC 9068 as far as it fits: `typ` is `at+jwt`). */
  forService(session: Session, service: string): string {
    return this.token(memoryFor(this.services, service), session, service, 'at+jwt');
  }

  /** For what makes pages: it asks the services in the customer's name (ADR 80). */
  forPages(session: Session, services: readonly string[]): string {
    return this.token(this.pages, session, services, 'at+jwt');
  }

  /** For the signed header of an old portal. */
  forPortal(session: Session, portal: string, audience: string): string {
    return this.token(memoryFor(this.portals, portal), session, audience, 'JWT');
  }

  /** For one service, too: in nobody's name, with what the machine may do (RFC 9068, section 2.2). */
  forMachine({ id, clientId, scope }: Machine, service: string): string {
    const minted = memoryFor(this.services, service);
    const key = `${id} ${scope}`;
    return (
      lasting(minted.get(key)) ?? this.mint(minted, key, service, 'at+jwt', { sub: id, client_id: clientId, scope })
    );
  }

  private token(
    minted: Generations<MintedToken>,
    session: Session,
    audience: string | readonly string[],
    type: string,
  ): string {
    const { id, customerId: sub, email, name, locale } = session;
    return lasting(minted.get(id)) ?? this.mint(minted, id, audience, type, { sub, sid: id, email, name, locale });
  }

  private mint(
    minted: Generations<MintedToken>,
    key: string,
    audience: string | readonly string[],
    type: string,
    whose: object,
  ): string {
    const issuedAt = Math.floor(Date.now() / 1_000);
    const expiresAt = issuedAt + lifetimeSeconds;
    const token = this.keys.sign(type, {
      iss: this.settings.authTokenIssuer,
      aud: audience,
      ...whose,
      jti: randomUUID(),
      iat: issuedAt,
      exp: expiresAt,
    });
    minted.set(key, { token, expiresAt: expiresAt * 1_000 }, token.length);
    return token;
  }
}

function lasting(minted: MintedToken | undefined): string | undefined {
  return minted !== undefined && minted.expiresAt - Date.now() > minLeftMs ? minted.token : undefined;
}

function memoryFor(memories: Map<string, Generations<MintedToken>>, name: string): Generations<MintedToken> {
  const known = memories.get(name);
  if (known !== undefined) return known;
  const made = new Generations<MintedToken>(rememberedBytes);
  memories.set(name, made);
  return made;
}

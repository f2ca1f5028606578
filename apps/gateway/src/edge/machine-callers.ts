import { Injectable } from '@nestjs/common';
import { AccessTokenRefusedError, AccessTokens } from '@wellspring/auth/access-token';
import { Logger, messageOf } from '@wellspring/platform';
import { z } from 'zod';
import type { Machine } from '../bridge/machine.ts';
import { EdgeSettings, SessionSettings, UpstreamSettings } from '../config.ts';
import type { RequestFacts } from '../front/request-facts.ts';
import { Generations } from '../memory/generations.ts';
import type { FailureAnswer } from '../proxy/failure-answer.ts';
import type { Caller, KnownCookies } from './caller.ts';
import type { EdgeRequest } from './edge-request.ts';

/** `aud` of the tokens that identity makes for the APIs. */
const audience = 'urn:wellspring:apis';
/** What programs may call. Everything else is for people, who have a session. */
const apis = '/tmf-api/';
const bearer = /^bearer +([\w~+/.-]+=*)$/i;
const anyBearer = /^bearer\b/i;
const rememberedBytes = 4_194_304;

const claimsSchema = z.object({ client_id: z.string().min(1), scope: z.string().default(''), exp: z.number() });

const notTaken: FailureAnswer = { status: 403, code: 'EDGE.TOKEN_NOT_TAKEN' };
const unchecked: FailureAnswer = { status: 503, code: 'EDGE.UNAVAILABLE', headers: ['retry-after', '2'] };
const invalid = refusedToken('EDGE.TOKEN_INVALID', 'the token is not good');
const expired = refusedToken('EDGE.TOKEN_EXPIRED', 'the token has expired');

const noCookies: KnownCookies = { session: undefined, visitorId: undefined, held: new Map(), others: '' };

/** Finds out which other system of the operator is asking: one with a token of identity, where people have a session. */
@Injectable()
export class MachineCallers {
  private readonly tokens: AccessTokens;
  private readonly known = new Generations<{ caller: Caller; expiresAt: number }>(rememberedBytes);

  constructor(
    edge: EdgeSettings,
    sessions: SessionSettings,
    upstreams: UpstreamSettings,
    private readonly logger: Logger,
  ) {
    this.tokens = new AccessTokens({
      jwksUrl: new URL('/identity/jwks', upstreams.identityUrl),
      issuer: sessions.oidcIssuer ?? `${new URL(edge.publicUrl).origin}/identity`,
      audience,
    });
  }

  /** Whether a token was sent. It alone says who asks then, and no cookie beside it. */
  claims({ authorization }: RequestFacts): boolean {
    return authorization !== undefined && anyBearer.test(authorization);
  }

  /** @returns the answer to a request that goes no further, where the token does not let it */
  async recognise({ facts, target }: Pick<EdgeRequest, 'facts' | 'target'>): Promise<Caller | FailureAnswer> {
    if (!target.path.startsWith(apis)) return notTaken;
    const token = bearer.exec(facts.authorization ?? '')?.[1];
    if (token === undefined) return invalid;
    const known = this.known.get(token);
    if (known !== undefined) return known.expiresAt > Date.now() ? known.caller : expired;
    try {
      const { client_id: clientId, scope, exp } = claimsSchema.parse(await this.tokens.payloadOf(token));
      const caller = callerOf({ id: `client:${clientId}`, clientId, scope });
      this.known.set(token, { caller, expiresAt: exp * 1_000 }, token.length);
      return caller;
    } catch (error) {
      if (error instanceof z.ZodError) return invalid;
      if (error instanceof AccessTokenRefusedError) return error.hasExpired ? expired : invalid;
      this.logger.warn('The token of a machine could not be checked', { 'error.message': messageOf(error) });
      return unchecked;
    }
  }
}

function callerOf(machine: Machine): Caller {
  return {
    session: undefined,
    machine,
    unproven: false,
    changed: false,
    visitor: { anonymousId: machine.id },
    cookies: noCookies,
    setCookies: [],
    newVisitor: undefined,
  };
}

/** RFC 6750, section 3. */
function refusedToken(code: string, description: string): FailureAnswer {
  const challenge = `Bearer realm="wellspring", error="invalid_token", error_description="${description}"`;
  return { status: 401, code, headers: ['www-authenticate', challenge] };
}

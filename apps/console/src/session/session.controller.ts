import { Controller, Get, Header, Headers, HttpCode, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { RelyingParty } from '@wellspring/auth/relying-party';
import { Logger } from '@wellspring/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsoleSettings } from '../config.ts';
import { OperatorSessions } from './operator-sessions.ts';
import { OriginGuard } from './origin.guard.ts';
import { SessionCookie } from './session-cookie.ts';
import type { SessionDocument, SignedOutDocument } from './session.document.ts';
import { type Redirection, SignIn } from './sign-in.ts';

@Controller()
@UseGuards(OriginGuard)
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly cookie: SessionCookie,
    private readonly operators: OperatorSessions,
    private readonly party: RelyingParty,
    private readonly settings: ConsoleSettings,
    private readonly logger: Logger,
  ) {}

  @Get('session')
  @Header('cache-control', 'no-store')
  session(@Headers('cookie') cookies: string | undefined): SessionDocument {
    const session = this.cookie.read(cookies);
    if (session === undefined) return { operator: null, expiresAt: null };
    const { id, name, email, endsAt } = session;
    return { operator: { id, name, email }, expiresAt: new Date(endsAt).toISOString() };
  }

  @Get('sign-in')
  async begin(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('return') returnTo?: unknown,
    @Query('state') state?: unknown,
    @Query('again') again?: unknown,
  ): Promise<void> {
    const wish = { returnTo: textOf(returnTo), state: textOf(state), again: again !== undefined };
    redirect(reply, await this.signIn.begin({ ...wish, cookies: request.headers.cookie ?? '' }));
  }

  @Get('sign-in/callback')
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    redirect(reply, await this.signIn.finish(request.url, request.headers.cookie ?? ''));
  }

  /** Ends the session for every copy of its cookie, and says where to go on: to identity only when it did not answer. */
  @Post('sign-out')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async signOut(
    @Headers('cookie') cookies: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedOutDocument> {
    const session = this.cookie.read(cookies);
    void reply.header('set-cookie', this.cookie.clear());
    const home = new URL('/', this.settings.consoleUrl);
    if (session === undefined) return { continueAt: home.href };
    const isDone = await this.operators.end(session);
    this.logger.info('An operator signed out', { 'event.action': 'sign-out', 'user.id': session.id });
    const next = isDone ? home : await this.party.endSessionUrl(home).catch(() => home);
    return { continueAt: next.href };
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function redirect(reply: FastifyReply, { location, cookies }: Redirection): void {
  void reply
    .status(303)
    .headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    .header('set-cookie', cookies)
    .send();
}

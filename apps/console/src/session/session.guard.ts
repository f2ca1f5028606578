import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { Exchange } from '@wellspring/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperatorSession } from './operator-session.ts';
import { OperatorSessions } from './operator-sessions.ts';
import { SessionCookie } from './session-cookie.ts';
import { SignInRequiredError } from './session.errors.ts';

const sessions = new WeakMap<FastifyRequest, OperatorSession>();

/** Lets operators through who are signed in, with an access token that still lasts a while. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly operators: OperatorSessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const known = this.cookie.read(request.headers.cookie);
    if (known === undefined) throw new SignInRequiredError();
    const session = await this.operators.fresh(known);
    if (session === undefined) {
      void reply.header('set-cookie', this.cookie.clear());
      throw new SignInRequiredError();
    }
    if (session !== known) void reply.header('set-cookie', this.cookie.write(session));
    sessions.set(request, session);
    Exchange.of(request.raw)?.log({ 'user.id': session.id });
    return true;
  }
}

/** The operator whom the guard let through. */
export const CurrentSession = createParamDecorator((_data: unknown, context: ExecutionContext): OperatorSession => {
  const session = sessions.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (session === undefined) throw new SignInRequiredError();
  return session;
});

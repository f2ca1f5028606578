import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { Exchange } from '@wellspring/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperatorSession } from './operator-session.ts';
import { OperatorSessions } from './operator-sessions.ts';
import { SessionCookie } from './session-cookie.ts';
import { SignInRequiredError } from './session.errors.ts';

/** An operator who is signed in, and the access token to ask with in their name. */
export interface AdmittedOperator {
  session: OperatorSession;
  accessToken: string;
}

const admitted = new WeakMap<FastifyRequest, AdmittedOperator>();
const readingMethods = new Set(['GET', 'HEAD']);

/** Lets operators through who are signed in; for whatever changes something identity is asked that very moment. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly operators: OperatorSessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const session = this.cookie.read(request.headers.cookie);
    if (session === undefined) throw new SignInRequiredError();
    const accessToken = readingMethods.has(request.method)
      ? await this.operators.toRead(session)
      : await this.operators.toDecide(session);
    if (accessToken === undefined) {
      void reply.header('set-cookie', this.cookie.clear());
      throw new SignInRequiredError();
    }
    admitted.set(request, { session, accessToken });
    Exchange.of(request.raw)?.log({ 'user.id': session.id });
    return true;
  }
}

/** The operator whom the guard let through. */
export const CurrentOperator = createParamDecorator((_data: unknown, context: ExecutionContext): AdmittedOperator => {
  const operator = admitted.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (operator === undefined) throw new SignInRequiredError();
  return operator;
});

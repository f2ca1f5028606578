import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RequestContext } from '@wellspring/platform';
import type { FastifyRequest } from 'fastify';
import { TokenMissingError } from './auth.errors.ts';
import type { Caller } from './caller.ts';
import { CallerTokens } from './caller-tokens.ts';
import { setCaller } from './current-caller.ts';
import { publicRouteKey } from './public.ts';

/** Scheme names are case-insensitive (RFC 9110, section 11.1). */
const bearerPattern = /^bearer +([\w~+/.-]+=*)$/i;

/** Lets a request pass with a good token, or to a public route. Guards every route of the service. */
@Injectable()
export class CallerGuard implements CanActivate {
  /** By class and method: a method inherited from another controller is a route of its own. */
  private readonly publicRoutes = new WeakMap<object, WeakMap<object, boolean>>();

  constructor(
    private readonly tokens: CallerTokens,
    private readonly reflector: Reflector,
  ) {}

  /** Answers at once for a token seen before, so that the usual request waits for nothing. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (this.isPublic(context)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = bearerPattern.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new TokenMissingError();
    const known = this.tokens.recall(token);
    if (known !== undefined) return admit(request, known);
    return this.tokens.verify(token).then((caller) => admit(request, caller));
  }

  private isPublic(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    const controller = context.getClass();
    let routes = this.publicRoutes.get(controller);
    if (routes === undefined) this.publicRoutes.set(controller, (routes = new WeakMap()));
    const known = routes.get(handler);
    if (known !== undefined) return known;
    const isPublic =
      this.reflector.getAllAndOverride<boolean | undefined>(publicRouteKey, [handler, controller]) === true;
    routes.set(handler, isPublic);
    return isPublic;
  }
}

function admit(request: FastifyRequest, caller: Caller): true {
  setCaller(request, caller);
  const context = RequestContext.current();
  if (context !== undefined) context.customerId = caller.id;
  return true;
}

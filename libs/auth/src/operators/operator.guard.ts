import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OperatorTokenError } from './operator.errors.ts';
import { type Operator, OperatorTokens } from './operator-tokens.ts';

const operators = new WeakMap<FastifyRequest, Operator>();

/** Lets operators through, and nobody else. */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(private readonly tokens: OperatorTokens) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const name = request.headers['x-operator-name'];
    const operator = await this.tokens.verify(
      request.headers.authorization,
      typeof name === 'string' ? name : undefined,
    );
    operators.set(request, operator);
    return true;
  }
}

/** The operator whom the guard let through. */
export const CurrentOperator = createParamDecorator((_data: unknown, context: ExecutionContext): Operator => {
  const operator = operators.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (operator === undefined) throw new OperatorTokenError();
  return operator;
});

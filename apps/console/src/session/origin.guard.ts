import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ConsoleSettings } from '../config.ts';
import { CrossOriginError } from './session.errors.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets a request that changes something through only when the browser says that a page of ours sent it. Another site,
 * the customers' portal on a neighbouring port included, could make an operator's browser send one, but not say that.
 */
@Injectable()
export class OriginGuard implements CanActivate {
  private readonly origin: string;

  constructor(settings: ConsoleSettings) {
    this.origin = new URL(settings.consoleUrl).origin;
  }

  canActivate(context: ExecutionContext): boolean {
    const { method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (safeMethods.has(method)) return true;
    const site = headers['sec-fetch-site'];
    if (headers.origin !== this.origin || (site !== undefined && site !== 'same-origin')) throw new CrossOriginError();
    return true;
  }
}

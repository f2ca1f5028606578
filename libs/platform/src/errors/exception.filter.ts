import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defaultHeaders } from '../responses/default-headers.ts';
import { Logger } from '../logging/logger.ts';
import { RequestContext } from '../tracing/request-context.ts';
import { errorBody } from './error-body.ts';
import { toDomainError } from './to-domain-error.ts';

/**
 * The one place where an error becomes an HTTP response. A module that knows better what some error means provides a
 * filter that extends this one: `{ provide: APP_FILTER, useClass: … }`.
 */
@Catch()
export class DomainExceptionFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = toDomainError(thrown);
    if (error.status >= 500) {
      this.logger.error(error.message, error.cause ?? error, { 'error.id': error.code, ...error.details });
    }
    if (reply.raw.headersSent) {
      // The status is out already; cutting the connection is the only honest way left to say that it failed.
      reply.raw.destroy();
      return;
    }
    const { contentType, body } = errorBody(error, request.url, RequestContext.current()?.traceId);
    // Whatever the route said of its response is not said of this one.
    void reply
      .status(error.status)
      .headers({ ...defaultHeaders, ...error.headers, 'content-type': contentType })
      .send(body);
  }
}

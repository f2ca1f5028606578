import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { Logger, RequestContext } from '@wellspring/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdentitySettings } from '../config.ts';
import { negotiateLocale } from '../page/locale.ts';
import { noticePage } from '../page/notice.page.ts';
import { ProviderNotReadyError } from '../provider/open-id-provider.ts';
import { InteractionEndedError } from './interactions.ts';
import { PageReply } from './page-reply.ts';

/** A person, not a program, is at the other end: errors are pages, with the reference under which they are logged. */
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  private readonly home: string;

  constructor(
    settings: IdentitySettings,
    private readonly page: PageReply,
    private readonly logger: Logger,
  ) {
    this.home = new URL('/', settings.publicUrl).href;
  }

  catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const status = statusOf(error);
    if (status >= 500) this.logger.error('The sign-in page failed', error);
    const page = noticePage({
      locale: negotiateLocale({ cookies: request.headers.cookie, acceptLanguage: request.headers['accept-language'] }),
      notice: error instanceof InteractionEndedError ? 'expired' : 'error',
      home: this.home,
      reference: RequestContext.current()?.traceId,
    });
    return this.page.send(http.getResponse<FastifyReply>(), status, page);
  }
}

function statusOf(error: unknown): number {
  if (error instanceof InteractionEndedError) return 400;
  if (error instanceof HttpException) return error.getStatus();
  return error instanceof ProviderNotReadyError ? 503 : 500;
}

import { type ArgumentsHost, Catch, Injectable, NotFoundException } from '@nestjs/common';
import { DomainExceptionFilter, Logger } from '@wellspring/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdentitySettings } from '../config.ts';
import { negotiateLocale } from '../page/locale.ts';
import { noticePage } from '../page/notice.page.ts';
import { PageReply } from './page-reply.ts';

/** A person who follows a link to nowhere gets a page that leads back; programs are told as everywhere. */
@Injectable()
@Catch(NotFoundException)
export class NotFoundPageFilter extends DomainExceptionFilter {
  private readonly home: string;

  constructor(
    settings: IdentitySettings,
    private readonly page: PageReply,
    logger: Logger,
  ) {
    super(logger);
    this.home = new URL('/', settings.publicUrl).href;
  }

  override catch(thrown: unknown, host: ArgumentsHost): void {
    const { headers } = host.switchToHttp().getRequest<FastifyRequest>();
    if (headers.accept?.includes('text/html') !== true) {
      super.catch(thrown, host);
      return;
    }
    const locale = negotiateLocale({ cookies: headers.cookie, acceptLanguage: headers['accept-language'] });
    const page = noticePage({ locale, notice: 'notFound', home: this.home });
    void this.page.send(host.switchToHttp().getResponse<FastifyReply>(), 404, page);
  }
}

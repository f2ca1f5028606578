import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientDirectory } from '../client/client-directory.ts';
import { IdentitySettings } from '../config.ts';
import { pageHeaders } from '../page/page.headers.ts';

/** Sends pages with the headers every page of a sign-in must have. */
@Injectable()
export class PageReply {
  private readonly headers: Readonly<Record<string, string>>;

  constructor(settings: IdentitySettings, clients: ClientDirectory) {
    this.headers = pageHeaders(settings.publicUrl, clients.origins);
  }

  async send(reply: FastifyReply, status: number, page: string): Promise<void> {
    await reply
      .code(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .headers({ ...this.headers })
      .send(page);
  }

  async redirect(reply: FastifyReply, location: string): Promise<void> {
    await reply.header('cache-control', 'no-store').redirect(location, 303);
  }
}

import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientDirectory } from '../client/client-directory.ts';
import { contentSecurityPolicy } from '../page/page.headers.ts';

/** Sends pages with the headers every page of a sign-in must have. */
@Injectable()
export class PageReply {
  private readonly policy: string;

  constructor(clients: ClientDirectory) {
    this.policy = contentSecurityPolicy(clients.origins);
  }

  async send(reply: FastifyReply, status: number, page: string): Promise<void> {
    await reply
      .code(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', this.policy)
      .header('x-content-type-options', 'nosniff')
      // Without a referrer a browser would send the form with `Origin: null`.
      .header('referrer-policy', 'same-origin')
      .send(page);
  }

  async redirect(reply: FastifyReply, location: string): Promise<void> {
    await reply.header('cache-control', 'no-store').redirect(location, 303);
  }
}

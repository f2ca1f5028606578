import { dirname } from 'node:path/posix';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Backoffice } from '../backoffice/backoffice.ts';
import type { ServerConfig } from '../config.ts';
import { layout, type PageContent } from '../html/layout.ts';
import type { Log } from '../log.ts';
import type { FormTokens } from '../session/form-token.ts';
import type { SessionStore } from '../session/session-store.ts';
import type { SignedIn, SignInState } from '../session/sign-in-state.ts';

/** What the pages work with. */
export interface Portal {
  config: ServerConfig;
  log: Log;
  backoffice: Backoffice;
  sessions: SessionStore;
  signInState: SignInState;
  forms: FormTokens;
}

export type Page = Omit<PageContent, 'customerName'> & { status?: number };
export type PageResult = Page | { redirectTo: string };

type Handler<Customer> = (request: FastifyRequest, customer: Customer, reply: FastifyReply) => Promise<PageResult>;

/** A page for everybody. */
export function publicPage(
  app: FastifyInstance,
  portal: Portal,
  method: 'GET' | 'POST',
  path: string,
  handler: Handler<SignedIn | undefined>,
): void {
  app.route({
    method,
    url: path,
    handler: async (request, reply) => {
      // The old portal takes its time, whatever it does.
      await sleep(portal.config.RENDER_DELAY_MS);
      const customer = await portal.signInState.read(request, reply);
      const result = await handler(request, customer, reply);
      if ('redirectTo' in result) return reply.redirect(result.redirectTo, method === 'GET' ? 302 : 303);
      return sendPage(reply, portal, result, customer);
    },
  });
}

/** A page for customers; others are sent to sign in and come back to it. */
export function customerPage(
  app: FastifyInstance,
  portal: Portal,
  method: 'GET' | 'POST',
  path: string,
  handler: Handler<SignedIn>,
): void {
  publicPage(app, portal, method, path, async (request, customer, reply) => {
    if (customer) return handler(request, customer, reply);
    // What was posted is lost, so the way back leads to the page that had the form: /invoices/1/pay → /invoices/1.
    const wanted = method === 'GET' ? request.url : dirname(request.url);
    return { redirectTo: `${portal.config.SIGN_IN_PATH}?return=${encodeURIComponent(wanted)}` };
  });
}

export function sendPage(
  reply: FastifyReply,
  { config }: Pick<Portal, 'config'>,
  { status = 200, ...content }: Page,
  customer?: SignedIn,
): FastifyReply {
  const frame = { signInPath: config.SIGN_IN_PATH, signOutPath: config.SIGN_OUT_PATH };
  const page = layout(frame, { ...content, ...(customer ? { customerName: customer.name } : {}) });
  return reply.code(status).header('cache-control', 'private, no-cache').type('text/html; charset=utf-8').send(page);
}

import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { refusal } from '../errors/to-domain-error.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** See {@link TakesForm}. */
    takesForm?: boolean;
  }
}

/**
 * A route to which browsers may post a form. Others answer 415: a form can be sent from any page of any site, without the
 * browser asking first as it does for JSON.
 */
export const TakesForm = (): MethodDecorator => RouteConfig({ takesForm: true });

/** Form posts (`application/x-www-form-urlencoded`), as a flat object; the last of several equal names wins. */
export function acceptFormBodies(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (request, body: string, done) => {
      if (request.routeOptions.config.takesForm === true) done(null, Object.fromEntries(new URLSearchParams(body)));
      else done(refusal(415), undefined);
    },
  );
}

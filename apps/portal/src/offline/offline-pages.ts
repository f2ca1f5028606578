import { type Brand, styleHash } from '@wellspring/brand';
import { securityHeaders } from '@wellspring/platform/web-pages';
import { locales } from '@wellspring/web';
import type { FastifyInstance } from 'fastify';
import { offlinePage, offlineStyle } from './offline-page.ts';

/** The pages a service worker has at hand, one a language, and the leave for its script to serve the whole portal. */
export function serveOffline(fastify: FastifyInstance, brand: Brand): void {
  const hash = styleHash(offlineStyle(brand));
  for (const locale of locales) {
    const page = offlinePage(brand, locale);
    fastify.get(`/assets/offline/${locale}`, (_request, reply) => {
      securityHeaders(reply, { styleHash: hash });
      return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
    });
  }
  fastify.addHook('onSend', (request, reply, payload, done) => {
    // By itself a script in /assets may serve only what is below /assets.
    if (request.url.startsWith('/assets/service-worker.js')) reply.header('service-worker-allowed', '/');
    done(null, payload);
  });
}

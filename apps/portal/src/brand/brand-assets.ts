import type { FastifyInstance } from 'fastify';
import type { Brand } from './brand.ts';

/** Pictures and manifest of the brand: asked for anew each time, since their names stay the same. */
export function serveBrand(fastify: FastifyInstance, { files }: Brand): void {
  for (const [name, { type, text }] of files) {
    fastify.get(`/assets/brand/${name}`, (_request, reply) =>
      reply
        .headers({
          'cache-control': 'public, max-age=3600',
          // Opened by itself, a picture runs nothing either.
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        })
        .type(type)
        .send(text),
    );
  }
}

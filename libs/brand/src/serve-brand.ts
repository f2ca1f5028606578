import type { FastifyInstance } from 'fastify';
import type { Brand } from './brand.ts';

/** Something below `/assets/brand/`. */
export interface BrandAsset {
  type: string;
  content: string | Buffer;
}

/** The pictures of a brand, by name. */
export function picturesOf({ pictures }: Brand): Map<string, BrandAsset> {
  return new Map(Object.entries(pictures).map(([name, content]) => [name, { type: 'image/svg+xml', content }]));
}

/** Serves files of a brand below `/assets/brand/`. They are asked for anew after a while, since their names stay the same. */
export function serveBrand(fastify: FastifyInstance, assets: ReadonlyMap<string, BrandAsset>): void {
  for (const [name, { type, content }] of assets) {
    fastify.get(`/assets/brand/${name}`, (_request, reply) =>
      reply
        .headers({
          'cache-control': 'public, max-age=3600',
          // Opened by itself, a picture runs nothing either.
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
          'x-content-type-options': 'nosniff',
        })
        .type(type)
        .send(content),
    );
  }
}

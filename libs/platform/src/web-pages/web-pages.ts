import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { securityHeaders } from './security-headers.ts';

export interface WebPages {
  /** Folder of a built single-page application: `index.html`, and everything else under `assets/`, named by content. */
  root: string;
  /** Paths the application itself turns into pages, as Fastify route patterns: `/`, `/invoices/:id`. */
  pages: readonly string[];
}

const oneYearMs = 365 * 24 * 60 * 60 * 1000;

/**
 * Serves a single-page application: its assets for ever, since a change of content changes their name; its page anew
 * each time, so that a deployment is seen at the next visit. Answers precompressed files (`.br`, `.gz`) where they
 * exist. A path the application does not know gets the same page with status 404, for the application to say so.
 */
export async function serveWebPages(fastify: FastifyInstance, { root, pages }: WebPages): Promise<void> {
  await fastify.register(fastifyStatic, {
    root,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    index: false,
  });
  fastify.get('/assets/*', (request, reply) => {
    securityHeaders(reply);
    return reply.sendFile(new URL(request.url, 'http://localhost').pathname.slice(1), root, {
      cacheControl: true,
      immutable: true,
      maxAge: oneYearMs,
    });
  });
  for (const page of pages) fastify.get(page, (_request, reply) => sendPage(reply));
  fastify.get('/*', (_request, reply) => sendPage(reply.status(404)));
}

function sendPage(reply: FastifyReply): FastifyReply {
  securityHeaders(reply);
  return reply.header('cache-control', 'no-cache').sendFile('index.html');
}

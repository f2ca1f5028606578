import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { securityHeaders } from './security-headers.ts';

export interface WebPages {
  /** Folder of a built single-page application: `index.html`, and everything else under `assets/`. */
  root: string;
  /** Paths the application itself turns into pages, as Fastify route patterns: `/`, `/invoices/:id`. */
  pages: readonly string[];
}

/** Where the build puts files whose name is of their content. By folder: in a name alone, a hash looks like any word. */
export const hashedAssetsFolder = 'assets/hashed';

const oneYearMs = 365 * 24 * 60 * 60 * 1000;

/**
 * Serves a single-page application: what is named by its content for ever, since a change changes the name; other files
 * are asked for anew each time, which costs no body while they are the same, so that a deployment is seen at the next
 * visit. Pages are not kept at all: browsers would keep them as they were left, and show the next person who presses Back
 * what the one before had on the screen.
 * Answers precompressed files (`.br`, `.gz`) where they exist. A path the application does not know gets the same page
 * with status 404, for the application to say so.
 */
export async function serveWebPages(fastify: FastifyInstance, { root, pages }: WebPages): Promise<void> {
  await fastify.register(fastifyStatic, {
    root,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    index: false,
  });
  fastify.get(`/${hashedAssetsFolder}/*`, (request, reply) => {
    securityHeaders(reply);
    return reply.sendFile(fileOf(request), { cacheControl: true, immutable: true, maxAge: oneYearMs });
  });
  fastify.get('/assets/*', (request, reply) => send(reply, fileOf(request), 'no-cache'));
  for (const page of pages) fastify.get(page, (_request, reply) => send(reply, 'index.html', 'no-store'));
  fastify.get('/*', (_request, reply) => send(reply.status(404), 'index.html', 'no-store'));
}

function fileOf(request: FastifyRequest): string {
  return new URL(request.url, 'http://localhost').pathname.slice(1);
}

function send(reply: FastifyReply, file: string, cacheControl: string): FastifyReply {
  securityHeaders(reply);
  return reply.header('cache-control', cacheControl).sendFile(file);
}

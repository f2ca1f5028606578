import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Allowances, securityHeaders } from './security-headers.ts';

export { securityHeaders };

export interface WebPages {
  /** Folder of a built single-page application: `index.html`, and everything else under `assets/`. */
  root: string;
  /** Paths the application itself turns into pages, as Fastify route patterns: `/`, `/invoices/:id`. */
  pages: readonly string[];
  /** Makes the HTML of a page; without it every page is `index.html` as it was built. */
  draw?: (request: FastifyRequest, reply: FastifyReply) => Promise<string | Buffer>;
  allowed?: Allowances;
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
export async function serveWebPages(fastify: FastifyInstance, options: WebPages): Promise<void> {
  const { root, pages, draw, allowed } = options;
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
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (draw === undefined) return send(reply, 'index.html', 'no-store');
    securityHeaders(reply, allowed);
    reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
    return reply.send(await draw(request, reply));
  };
  for (const page of pages) fastify.get(page, answer);
  fastify.get('/*', (request, reply) => answer(request, reply.status(404)));
}

function fileOf(request: FastifyRequest): string {
  return new URL(request.url, 'http://localhost').pathname.slice(1);
}

function send(reply: FastifyReply, file: string, cacheControl: string): FastifyReply {
  securityHeaders(reply);
  return reply.header('cache-control', cacheControl).sendFile(file);
}

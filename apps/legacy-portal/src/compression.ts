import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const leastBytes = 1_024;

/** Compresses pages in the request's way, synchronously: the old portal does everything so. */
export function compressPages(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload !== 'string' || payload.length < leastBytes) {
      done(null, payload);
      return;
    }
    reply.header('vary', 'accept-encoding');
    if (!acceptsGzip(request.headers['accept-encoding'])) {
      done(null, payload);
      return;
    }
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    done(null, gzipSync(payload));
  });
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  return typeof header === 'string' && /(^|,)\s*gzip\s*(?!;\s*q=0(\.0*)?\s*(,|$))(;|,|$)/i.test(header);
}

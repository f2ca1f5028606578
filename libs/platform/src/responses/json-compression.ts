import { gzip, constants } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Fits into one packet as it is. */
const smallestLength = 1_024;
/** Larger ones would hold up others in the thread pool; no list of ours comes near. */
const largestLength = 4 * 1_048_576;
/** An eighth larger than at the usual level on a list of fifty bills, in a fifth of the time. */
const options = { level: constants.Z_BEST_SPEED };

/**
 * Compresses JSON for clients that ask for it. Only JSON: pages with a form in them must not be, since the length of what is
 * compressed tells of the secrets in it when a stranger can have his own words repeated beside them.
 */
export function compressJson(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload !== 'string' || payload.length < smallestLength || !isPlainJson(reply)) {
      done();
      return;
    }
    varyByEncoding(reply);
    const accepted = request.headers['accept-encoding'];
    if (payload.length > largestLength || accepted === undefined || negotiate(accepted, ['gzip']) !== 'gzip') {
      done();
      return;
    }
    gzip(payload, options, (error, compressed) => {
      if (error !== null) {
        done(error);
        return;
      }
      reply.header('content-encoding', 'gzip').removeHeader('content-length');
      done(null, compressed);
    });
  });
}

function isPlainJson(reply: FastifyReply): boolean {
  if (reply.hasHeader('content-encoding')) return false;
  return /^application\/([\w.-]+\+)?json(;|$)/.test(String(reply.getHeader('content-type')));
}

/** Caches must know that another client may get the same in another form (RFC 9110, section 12.5.5). */
function varyByEncoding(reply: FastifyReply): void {
  const vary = reply.getHeader('vary');
  reply.header('vary', vary === undefined ? 'accept-encoding' : `${String(vary)}, accept-encoding`);
}

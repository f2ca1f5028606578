import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyReply, FastifyRequest } from 'fastify';

const compress = promisify(gzip);
const options = { level: constants.Z_BEST_SPEED };

/**
 * A page as small as the browser can read it. Its length would tell of secrets in it if a stranger could have his own words
 * repeated beside them: our pages have neither, since tokens stay in cookies and no page repeats its address.
 */
export async function compressed(html: string, request: FastifyRequest, reply: FastifyReply): Promise<string | Buffer> {
  reply.header('vary', 'accept-encoding');
  const accepted = request.headers['accept-encoding'];
  if (accepted === undefined || negotiate(accepted, ['gzip']) !== 'gzip') return html;
  reply.header('content-encoding', 'gzip');
  return compress(html, options);
}

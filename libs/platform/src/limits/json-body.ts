import type { FastifyBodyParser, FastifyInstance } from 'fastify';
import { DomainError } from '../errors/domain.error.ts';
import { isDeeperThan } from './json-depth.ts';

/** JSON bodies (`application/json` and `…+json`), limited in depth and without prototype keys. */
export function acceptJsonBodies(fastify: FastifyInstance, depthLimit: number): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  // Nothing here reads plain text: without a parser it is refused as what it is (415).
  fastify.removeContentTypeParser(['application/json', 'text/plain']);
  const limited: FastifyBodyParser<string> = (request, body, done) => {
    if (isDeeperThan(body, depthLimit)) done(new JsonTooDeepError(depthLimit), undefined);
    else void parse(request, body, done);
  };
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, limited);
  fastify.addContentTypeParser(/^application\/[\w.-]+\+json(;|$)/, { parseAs: 'string' }, limited);
}

class JsonTooDeepError extends DomainError {
  constructor(limit: number) {
    super({
      code: 'REQUEST.JSON_TOO_DEEP',
      message: 'The request body is nested too deeply',
      status: 400,
      details: { limit },
    });
  }
}

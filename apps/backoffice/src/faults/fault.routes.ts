import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { faultSchema, type Faults, isFaultTarget } from './faults.ts';
import { type Operation, operations } from './operations.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation;
  }
}

const params = z.object({ target: z.string() });

export function faultRoutes(app: FastifyInstance, faults: Faults): void {
  const state = (): unknown => ({ operations, faults: faults.list(), held: faults.held });

  app.get('/faults', state);

  app.put('/faults/:target', (request) => {
    const target = knownTarget(request.params);
    faults.set(target, faultSchema.parse(request.body));
    return state();
  });

  app.delete('/faults/:target', (request, reply) => {
    faults.clear(knownTarget(request.params));
    return reply.code(204).send();
  });

  app.delete('/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
}

/** Lets faults strike the routes that name an operation; `/faults` and `/health` name none. */
export function injectFaults(app: FastifyInstance, faults: Faults): void {
  app.addHook('preHandler', async (request, reply) => {
    const { operation } = request.routeOptions.config;
    if (!operation) return;
    const outcome = await faults.strike(operation, 'before', request.raw.socket);
    if (outcome.kind === 'gone') reply.hijack();
    if (outcome.kind === 'answer') await reply.code(outcome.status).type('application/json').send(outcome.body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const { operation } = request.routeOptions.config;
    if (!operation) return payload;
    const outcome = await faults.strike(operation, 'after', request.raw.socket);
    if (outcome.kind !== 'answer') return payload;
    reply.code(outcome.status).removeHeader('content-length');
    return outcome.body;
  });

  app.addHook('preClose', (done) => {
    faults.release();
    done();
  });
}

function knownTarget(requestParams: unknown): string {
  const { target } = params.parse(requestParams);
  if (!isFaultTarget(target)) throw new Refusal(404, 'UNKNOWN_OPERATION');
  return target;
}

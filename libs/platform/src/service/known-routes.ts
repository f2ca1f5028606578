import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import { refusal } from '../errors/to-domain-error.ts';

/** Registered for what no other route takes: nothing is known to be at such an address. */
const catchAll = new Set(['*', '/*']);

interface Methods {
  /** As the first route with this address has it. */
  readonly url: string;
  readonly allowed: Set<string>;
}

const routesOf = new WeakMap<FastifyInstance, Map<string, Methods>>();

/** Notes which methods each address answers. To be called before there are routes. */
export function noteRoutes(fastify: FastifyInstance): void {
  const routes = new Map<string, Methods>();
  routesOf.set(fastify, routes);
  fastify.addHook('onRoute', ({ url, method }) => {
    if (catchAll.has(url)) return;
    // The router does not tell two addresses apart by what their parameters are called.
    const shape = url.replace(/:[^/]+/g, ':');
    const methods = routes.get(shape) ?? { url, allowed: new Set() };
    for (const each of [method].flat()) methods.allowed.add(each);
    routes.set(shape, methods);
  });
}

/**
 * Answers 405 with `Allow` (RFC 9110, section 15.5.6) to the methods an address leaves out. Without it they would be
 * refused like an address that nobody knows. To be called when all routes are there.
 */
export function refuseOtherMethods(fastify: FastifyInstance): void {
  for (const { url, allowed } of [...(routesOf.get(fastify)?.values() ?? [])]) {
    const others = fastify.supportedMethods.filter((method) => !allowed.has(method));
    if (others.length === 0) continue;
    fastify.route({ url, method: others, onRequest: refuseAllBut([...allowed]), handler: neverReached });
  }
}

/** Before a body is read: whatever it holds, it is not what is wrong. */
function refuseAllBut(allowed: readonly string[]): onRequestHookHandler {
  const allow = allowed.toSorted().join(', ');
  return (_request, _reply, done) => done(refusal(405, { headers: { allow } }));
}

function neverReached(): never {
  throw new TypeError('The request was refused before');
}

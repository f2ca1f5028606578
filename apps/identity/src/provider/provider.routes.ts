import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { pageHeaders } from '../page/page.headers.ts';
import type { OpenIdProvider } from './open-id-provider.ts';

const issuerPath = '/identity';
const routes: [path: string, ...methods: HTTPMethods[]][] = [
  ['/.well-known/openid-configuration', 'GET', 'OPTIONS'],
  ['/jwks', 'GET', 'OPTIONS'],
  ['/auth', 'GET'],
  ['/auth/:uid', 'GET'],
  ['/token', 'POST', 'OPTIONS'],
  ['/token/revocation', 'POST', 'OPTIONS'],
  ['/me', 'GET', 'POST', 'OPTIONS'],
  ['/session/end', 'GET'],
  ['/session/end/confirm', 'POST'],
  ['/session/end/success', 'GET'],
];

/**
 * Gives the provider its endpoints on the service's own server. It works on node's request and response and reads
 * bodies itself, so it gets a scope without body parsers. Each endpoint is a route, so that metrics tell them apart.
 */
export async function mountProvider(
  server: FastifyInstance,
  provider: OpenIdProvider,
  origins: string[],
): Promise<void> {
  const headers = Object.entries(pageHeaders(provider.issuer, origins));
  await server.register((scope, _options, registered) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });
    for (const [path, ...method] of routes) {
      scope.route({ method, url: issuerPath + path, exposeHeadRoute: true, handler });
    }
    registered();
  });

  async function handler(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (!provider.isReady) {
      await reply.code(503).header('retry-after', '1').send();
      return;
    }
    reply.hijack();
    const { url } = request.raw;
    speakAsIssuer(request, provider.issuer);
    for (const [name, value] of headers) reply.raw.setHeader(name, value);
    await provider.handle(request.raw, reply.raw);
    // For the access log, which names requests as they came.
    Object.assign(request.raw, { url });
  }
}

/**
 * Every address the provider hands out is below its issuer, whatever name it was reached by: the browser comes through
 * the gateway, the gateway itself comes directly, and a forged Host must not lead anybody astray.
 */
function speakAsIssuer({ raw }: FastifyRequest, issuer: string): void {
  const { host, protocol } = new URL(issuer);
  raw.headers.host = host;
  raw.headers['x-forwarded-proto'] = protocol.slice(0, -1);
  delete raw.headers['x-forwarded-host'];
  delete raw.headers[':authority'];
  const url = raw.url ?? '';
  Object.assign(raw, { originalUrl: url, url: url.slice(issuerPath.length) });
}

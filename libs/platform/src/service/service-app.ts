import type { RequestListener } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onRequestHookHandler,
  preValidationHookHandler,
} from 'fastify';
import { errorBody } from '../errors/error-body.ts';
import { toDomainError } from '../errors/to-domain-error.ts';
import { acceptFormBodies } from '../limits/form-body.ts';
import { acceptJsonBodies } from '../limits/json-body.ts';
import { NestLogger } from '../logging/nest-logger.ts';
import { defaultHeaders } from '../responses/default-headers.ts';
import { compressJson } from '../responses/json-compression.ts';
import { RequestContext } from '../tracing/request-context.ts';
import { Exchange } from '../traffic/exchange.ts';
import type { HttpPort } from '../traffic/http-port.ts';
import { noteRoutes, refuseOtherMethods } from './known-routes.ts';
import type { PlatformCore } from './platform-core.ts';

const bodiless = new Set(['GET', 'HEAD']);

/** Creates a Nest application on Fastify whose requests come in through `port`; without one it gets none. */
export async function createApp(core: PlatformCore, module: object, port?: HttpPort): Promise<NestFastifyApplication> {
  const { bodyLimitBytes, jsonDepthLimit } = core.settings;
  const adapter = new FastifyAdapter({
    bodyLimit: bodyLimitBytes,
    ...(port !== undefined && { serverFactory: (handler: RequestListener) => port.adopt(handler) }),
    frameworkErrors: answerUnroutable,
  });
  // Nest declares its options as a class and documents passing a literal.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(core.logger),
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  acceptJsonBodies(fastify, jsonDepthLimit);
  acceptFormBodies(fastify);
  fastify.addHook('onRequest', setDefaultHeaders);
  compressJson(fastify);
  followExchanges(fastify);
  noteRoutes(fastify);
  return app;
}

/** Initialises the providers of an application and completes its routes. */
export async function openApp(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await app.init();
  refuseOtherMethods(fastify);
  await fastify.ready();
}

/** Also where there is no route. */
const setDefaultHeaders: onRequestHookHandler = (_request, reply, done) => {
  reply.headers(defaultHeaders);
  done();
};

/**
 * Ties Fastify's request handling to the exchange: its route template, and its context also after a body was read.
 * Hooks of each route rather than of all requests: they know the template, and a GET is spared what only bodies need.
 */
function followExchanges(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { url } = route;
    const noteRoute: onRequestHookHandler = (request, _reply, done) => {
      const exchange = Exchange.of(request.raw);
      if (exchange !== undefined) exchange.route = url;
      done();
    };
    route.onRequest = [noteRoute, ...[route.onRequest ?? []].flat()];
    const methods = [route.method].flat();
    if (methods.some((method) => !bodiless.has(method))) {
      route.preValidation = [returnToContext, ...[route.preValidation ?? []].flat()];
    }
  });
}

/** The events of a body come from the connection, which is older than the request and its context. */
const returnToContext: preValidationHookHandler = (request, _reply, done) => {
  const context = Exchange.of(request.raw)?.context;
  if (context === undefined || RequestContext.current() === context) done();
  else RequestContext.run(context, done);
};

/** A URL the router cannot decode never reaches the exception filter. */
function answerUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toDomainError(error);
  const { contentType, body } = errorBody(problem, request.raw.url ?? '/', RequestContext.current()?.traceId);
  void reply
    .status(problem.status)
    .headers({ ...defaultHeaders, 'content-type': contentType })
    .send(body);
}

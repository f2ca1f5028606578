import Fastify, { type FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { ZodError } from 'zod';
import { billingEngineRoutes } from './billing-engine/billing-engine.routes.ts';
import type { ServerConfig } from './config.ts';
import { crmRoutes } from './crm/crm.routes.ts';
import { openDatabase } from './database.ts';
import { Refusal } from './errors.ts';
import { faultRoutes, injectFaults } from './faults/fault.routes.ts';
import { Faults } from './faults/faults.ts';
import { createLog, type Log } from './log.ts';
import { paymentProviderRoutes } from './payment-provider/payment-provider.routes.ts';
import { carryOutOrdersOnTime } from './provisioning/order-clock.ts';
import { provisioningRoutes } from './provisioning/provisioning.routes.ts';
import { ratingRoutes } from './rating/rating.routes.ts';

/** The background systems on one port, not yet listening. Closing it closes its database connections too. */
export function createServer(config: ServerConfig, log: Log = createLog(config.LOG_LEVEL)): FastifyInstance {
  const pool = openDatabase(config.DATABASE_URL, log, config.DB_POOL_MAX);
  const app = Fastify({ logger: false, forceCloseConnections: 'idle', routerOptions: { maxParamLength: 300 } });
  const faults = new Faults();

  logRequests(app, log);
  answerErrors(app, log);
  injectFaults(app, faults);
  healthRoute(app, pool);
  faultRoutes(app, faults);
  billingEngineRoutes(app, pool);
  crmRoutes(app, pool, config.CUSTOMER_PASSWORD);
  paymentProviderRoutes(app, pool);
  provisioningRoutes(app, pool);
  ratingRoutes(app, pool);
  carryOutOrdersOnTime(app, {
    pool,
    faults,
    log,
    delayMs: config.PROVISIONING_DELAY_MS,
    deliveryMs: config.SIM_DELIVERY_MS,
  });
  app.addHook('onClose', () => pool.end());
  return app;
}

function healthRoute(app: FastifyInstance, pool: Pool): void {
  app.get('/health', async (_request, reply) => {
    try {
      await pool.query('SELECT 1 FROM feed LIMIT 1');
      return { status: 'ok' };
    } catch {
      return reply.code(503).send({ status: 'database unavailable' });
    }
  });
}

function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onResponse', (request, reply, done) => {
    // The route, not the address: addresses carry e-mails and customer numbers.
    const route = request.routeOptions.url ?? 'unknown';
    log('debug', 'request', {
      method: request.method,
      route,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    });
    done();
  });
}

function answerErrors(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'NOT_FOUND' }));
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Refusal) return reply.code(error.status).send({ error: error.code });
    if (error instanceof ZodError) {
      const message = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      return reply.code(400).send({ error: 'BAD_REQUEST', message });
    }
    const status = clientErrorStatus(error);
    if (status !== undefined) return reply.code(status).send({ error: 'BAD_REQUEST' });
    log('error', 'request failed', { route: request.routeOptions.url, error });
    return reply.code(500).send({ error: 'INTERNAL' });
  });
}

/** Fastify's own refusals (malformed JSON, body too large) carry a 4xx status. */
function clientErrorStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

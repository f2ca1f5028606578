import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { assetRoutes } from './assets.ts';
import { Backoffice } from './backoffice/backoffice.ts';
import { compressPages } from './compression.ts';
import type { ServerConfig } from './config.ts';
import { invoicePages } from './invoices/invoice.routes.ts';
import { createLog, type Log } from './log.ts';
import { LineNames } from './my-services/line-names.ts';
import { myServicePages } from './my-services/my-service.routes.ts';
import { failurePages } from './pages/failure.ts';
import type { Portal } from './pages/page.ts';
import { servicePages } from './pages/services.ts';
import { startPage } from './pages/start.ts';
import { readFormSecret } from './schema.ts';
import { BridgeHeader } from './session/bridge-header.ts';
import { FormTokens } from './session/form-token.ts';
import { SessionStore } from './session/session-store.ts';
import { signInRoutes } from './sign-in/sign-in.routes.ts';
import { SignInState } from './session/sign-in-state.ts';
import { languageRoutes } from './pages/language.ts';
import { usagePage } from './usage/usage.page.ts';

/** The old portal, not yet listening. Closing it closes its connections too. */
export async function createServer(
  config: ServerConfig,
  log: Log = createLog(config.LOG_LEVEL),
): Promise<FastifyInstance> {
  const pool = openPool(config.DATABASE_URL, log);
  const portal = await openPortal(config, pool, log);
  const app = Fastify({ logger: false, forceCloseConnections: 'idle' });
  await app.register(cookie);
  await app.register(formbody);
  languageRoutes(app);

  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-powered-by', 'WebPortal/3.2');
    done();
  });
  logRequests(app, log);
  if (config.COMPRESSION) compressPages(app);
  failurePages(app, portal);
  healthRoute(app, pool);
  assetRoutes(app);
  signInRoutes(app, portal);
  startPage(app, portal);
  invoicePages(app, portal);
  usagePage(app, portal);
  myServicePages(app, portal, new LineNames(pool));
  servicePages(app, portal);

  app.addHook('onClose', async () => {
    await portal.backoffice.close();
    await pool.end();
  });
  return app;
}

function openPool(connectionString: string, log: Log): Pool {
  const pool = new Pool({
    connectionString,
    max: 5,
    connectionTimeoutMillis: 10_000,
    application_name: 'legacy-portal',
  });
  pool.on('error', (error) => {
    log('warn', 'an idle database connection was lost', { error });
  });
  return pool;
}

async function openPortal(config: ServerConfig, pool: Pool, log: Log): Promise<Portal> {
  const sessions = new SessionStore(pool, config.SESSION_IDLE_MS);
  const bridge =
    config.BRIDGE_HEADER && config.JWKS_URL !== undefined
      ? new BridgeHeader(config.JWKS_URL, config.BRIDGE_ISSUER)
      : undefined;
  return {
    config,
    log,
    sessions,
    backoffice: new Backoffice(config.BACKOFFICE_URL, config.BACKOFFICE_TIMEOUT_MS),
    signInState: new SignInState(sessions, bridge, log),
    forms: new FormTokens(await readFormSecret(pool)),
  };
}

function healthRoute(app: FastifyInstance, pool: Pool): void {
  app.get('/health', async (_request, reply) => {
    try {
      await pool.query('SELECT 1');
      return { status: 'ok' };
    } catch {
      return reply.code(503).send({ status: 'database unavailable' });
    }
  });
}

function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onResponse', (request, reply, done) => {
    // The route, not the address: addresses carry customers' invoice numbers.
    const route = request.routeOptions.url ?? 'unknown';
    const durationMs = Math.round(reply.elapsedTime);
    log('debug', 'request', { method: request.method, route, status: reply.statusCode, durationMs });
    done();
  });
}

import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Identity } from '../backoffice/records.ts';
import { formExpired } from '../pages/failure.ts';
import { type PageResult, type Portal, publicPage } from '../pages/page.ts';
import { localPath } from '../session/local-path.ts';
import { dropCookie, keepCookie, sessionCookie } from '../session/sign-in-state.ts';
import { signInPage } from './sign-in.page.ts';

const visitCookie = 'LPVISIT';
const delegatedPath = '/bridge-login';
const query = z.object({ return: z.string().optional() });
const form = z.object({
  email: z.string().max(200),
  password: z.string().max(200),
  token: z.string().optional(),
  return: z.string().optional(),
});

export function signInRoutes(app: FastifyInstance, portal: Portal): void {
  const { backoffice, config, forms, sessions } = portal;

  publicPage(app, portal, 'GET', '/signin', (request, customer, reply) => {
    const wanted = localPath(query.parse(request.query).return);
    const page = (): PageResult => signInPage({ token: forms.make(visit(request, reply)), wanted });
    return Promise.resolve(customer ? { redirectTo: wanted } : page());
  });

  publicPage(app, portal, 'POST', '/signin', async (request, _customer, reply) => {
    const { email, password, token, return: back } = form.parse(request.body);
    const wanted = localPath(back);
    if (!forms.check(visit(request, reply), token)) return formExpired();
    const customer = await backoffice.verify(email, password);
    if (!customer) {
      const page = signInPage({ token: forms.make(visit(request, reply)), wanted, email, failed: true });
      return { ...page, status: 401 };
    }
    await startSession(reply, customer);
    return { redirectTo: wanted };
  });

  const { BRIDGE_SECRET: bridgeSecret } = config;
  if (bridgeSecret !== undefined) delegatedSignIn(bridgeSecret);

  const signOut = async (request: FastifyRequest, _customer: unknown, reply: FastifyReply): Promise<PageResult> => {
    const id = request.cookies[sessionCookie];
    if (id !== undefined) await sessions.end(id);
    dropCookie(reply, sessionCookie);
    return { redirectTo: '/' };
  };
  publicPage(app, portal, 'GET', '/signout', signOut);
  publicPage(app, portal, 'POST', '/signout', signOut);

  // The edge asks whose cookie this is; so no delay, and no look at what the edge itself says.
  app.get('/whoami', async (request, reply) => {
    const id = request.cookies[sessionCookie];
    const customer = id === undefined ? undefined : await sessions.find(id);
    reply.header('cache-control', 'no-store');
    return customer ?? reply.code(401).send({ error: 'NOT_SIGNED_IN' });
  });

  /**
   * The edge signs customers in with the secret they share, at a form of its own: one that customers reach too would let
   * anybody who learns the secret in as anybody.
   */
  function delegatedSignIn(bridgeSecret: string): void {
    publicPage(app, portal, 'GET', delegatedPath, (request, _customer, reply) =>
      Promise.resolve(signInPage({ token: forms.make(visit(request, reply)), wanted: '/', action: delegatedPath })),
    );
    publicPage(app, portal, 'POST', delegatedPath, async (request, _customer, reply) => {
      const { email, password, token } = form.parse(request.body);
      if (!forms.check(visit(request, reply), token)) return formExpired();
      const customer = sameText(password, bridgeSecret) ? await backoffice.customerByEmail(email) : undefined;
      if (!customer) return { ...formExpired(), status: 401 };
      await startSession(reply, customer);
      return { redirectTo: '/' };
    });
  }

  async function startSession(reply: FastifyReply, customer: Identity): Promise<void> {
    const { customerNo, email, firstName, lastName } = customer;
    const id = await sessions.create({ customerNo, email, name: `${firstName} ${lastName}` });
    keepCookie(reply, sessionCookie, id, sessions.expiry());
    dropCookie(reply, visitCookie);
  }
}

/** Before a session there is a visit, for the sign-in form to be bound to. */
function visit(request: FastifyRequest, reply: FastifyReply): string {
  const id = request.cookies[visitCookie] ?? randomUUID();
  keepCookie(reply, visitCookie, id, new Date(Date.now() + 3_600_000));
  return `visit:${id}`;
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

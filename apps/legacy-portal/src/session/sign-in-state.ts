import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log.ts';
import type { BridgeHeader } from './bridge-header.ts';
import type { SessionCustomer, SessionStore } from './session-store.ts';

export const sessionCookie = 'LPSESSION';

export interface SignedIn extends SessionCustomer {
  /** What this customer's forms are bound to. */
  formSubject: string;
}

/** Finds out who is asking: by the edge's signed header when that is trusted, else by this portal's own cookie. */
export class SignInState {
  private readonly sessions: SessionStore;
  private readonly bridge: BridgeHeader | undefined;
  private readonly log: Log;

  constructor(sessions: SessionStore, bridge: BridgeHeader | undefined, log: Log) {
    this.sessions = sessions;
    this.bridge = bridge;
    this.log = log;
  }

  async read(request: FastifyRequest, reply: FastifyReply): Promise<SignedIn | undefined> {
    return (await this.byHeader(request)) ?? (await this.byCookie(request, reply));
  }

  private async byHeader(request: FastifyRequest): Promise<SignedIn | undefined> {
    const token = request.headers['x-bridge-customer'];
    if (!this.bridge || typeof token !== 'string') return undefined;
    try {
      const customer = await this.bridge.verify(token);
      return { ...customer, formSubject: `bridge:${customer.customerNo}` };
    } catch (error) {
      this.log('warn', 'a bridge header was refused', { error });
      return undefined;
    }
  }

  private async byCookie(request: FastifyRequest, reply: FastifyReply): Promise<SignedIn | undefined> {
    const id = request.cookies[sessionCookie];
    const customer = id === undefined ? undefined : await this.sessions.find(id);
    if (id === undefined || !customer) return undefined;
    keepCookie(reply, sessionCookie, id, this.sessions.expiry());
    return { ...customer, formSubject: `session:${id}` };
  }
}

/** Old style: with a date of expiry, commas and all, renewed by every page. */
export function keepCookie(reply: FastifyReply, name: string, value: string, expires: Date): void {
  reply.setCookie(name, value, { path: '/', expires, httpOnly: true, sameSite: 'lax' });
}

export function dropCookie(reply: FastifyReply, name: string): void {
  keepCookie(reply, name, '', new Date(0));
}

import type { Socket } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { Lifecycle, Logger, RequestContext } from '@wellspring/platform';
import { EdgeSettings } from '../config.ts';
import { MIGRATION, type Migration } from '../migration/migration.ts';
import { nobodyKnown, type FailureAnswer } from '../proxy/failure-answer.ts';
import { Forwarding } from '../proxy/forwarded.ts';
import { ProxyEngine } from '../proxy/proxy-engine.ts';
import type { FrontRequest } from '../front/front-request.ts';
import type { RequestFacts } from '../front/request-facts.ts';
import { parseTarget } from '../proxy/target.ts';
import { Tunnel } from '../proxy/tunnel.ts';
import { Upstreams } from '../upstream/upstreams.ts';
import { CallerRecognition } from './caller-recognition.ts';
import { CookieHeader } from './cookie-header.ts';
import { Credentials } from './credentials.ts';
import { Refusals } from './refusals.ts';
import { chooseRoute, gone, unmatched } from './route-choice.ts';

const crossOrigin: FailureAnswer = { status: 403, code: 'EDGE.CROSS_ORIGIN' };

/** WebSocket handshakes: the same checks, the same choice of a side as for requests; then a tunnel that outlives changes of stage. */
@Injectable()
export class Upgrades {
  private readonly tunnels = new Set<Tunnel>();
  private readonly publicOrigin: string;

  constructor(
    private readonly settings: EdgeSettings,
    private readonly engine: ProxyEngine,
    private readonly upstreams: Upstreams,
    private readonly forwarding: Forwarding,
    private readonly cookieHeader: CookieHeader,
    private readonly callers: CallerRecognition,
    private readonly credentials: Credentials,
    private readonly refusals: Refusals,
    private readonly logger: Logger,
    lifecycle: Lifecycle,
    @Inject(MIGRATION) private readonly migration: Migration,
  ) {
    this.publicOrigin = new URL(settings.publicUrl).origin;
    lifecycle.onCloseConnections('tunnels', () => {
      for (const tunnel of [...this.tunnels]) tunnel.close();
      return Promise.resolve();
    });
  }

  get count(): number {
    return this.tunnels.size;
  }

  /** Settles once the handshake has been answered. Never rejects: one gone wrong ends its own socket only. */
  handle(request: FrontRequest, socket: Socket, early: Buffer): Promise<void> {
    const context = new RequestContext();
    socket.on('error', () => socket.destroy());
    return this.begin(request, socket, early, context).catch((error: unknown) => {
      this.logger.error('A handshake failed inside the gateway', error, { 'event.action': 'upgrade' });
      socket.destroy();
    });
  }

  private async begin(request: FrontRequest, socket: Socket, early: Buffer, context: RequestContext): Promise<void> {
    const startedAt = performance.now();
    const { facts } = request;
    const target = parseTarget(request.url);
    if (typeof facts === 'string' || target === undefined) {
      const answer = { status: 400, code: 'EDGE.BAD_UPGRADE' };
      this.refusals.answer({ socket, asker: nobodyKnown, answer, context });
      return;
    }
    const { traceparent } = facts.forwarded;
    if (traceparent !== undefined && this.forwarding.hop(request.socket).trusted) context.continueTrace(traceparent);
    if (!this.isFromOurPages(facts)) {
      this.refusals.answer({ socket, asker: facts, answer: crossOrigin, context });
      return;
    }
    const caller = await this.callers.recognise(this.cookieHeader.read(facts.cookie), Date.now());
    const choice = chooseRoute(this.migration.table, this.upstreams, 'GET', target.path, caller);
    if (choice === undefined || choice === 'gone' || choice.first === 'gateway') {
      const answer = choice === 'gone' ? gone : unmatched;
      this.refusals.answer({ socket, asker: facts, answer, context });
      return;
    }
    const { upstream } = choice.first;
    const credentials = await this.credentials.for(upstream, caller, facts);
    if (socket.destroyed) return;
    await new Promise<void>((answered) => {
      const tunnel = new Tunnel({
        request,
        socket,
        early,
        upstream,
        facts,
        target: target.pathAndQuery,
        forwarded: this.forwarding.lines(this.forwarding.hop(request.socket), facts.forwarded),
        traceId: context.traceId,
        traceparent: context.traceparent(),
        credentials,
        timeoutMs: this.settings.responseTimeoutMs,
        visitorHeaders: (head) => this.engine.visitorHeaders(head, upstream),
        answered,
        closed: (status) => {
          this.tunnels.delete(tunnel);
          this.log(choice.match.route, upstream.name, status, performance.now() - startedAt, context);
        },
      });
      this.tunnels.add(tunnel);
      tunnel.open();
    });
  }

  /** A browser sends `Origin` with every handshake and no preflight: this check is all there is against other sites. */
  private isFromOurPages(facts: RequestFacts): boolean {
    return facts.origin === undefined || facts.origin === this.publicOrigin;
  }

  private log(route: string, upstream: string, status: number, durationMs: number, context: RequestContext): void {
    RequestContext.run(context, () => {
      this.logger.info('A tunnel closed', {
        'event.action': 'upgrade',
        'event.duration': Math.round(durationMs * 1_000_000),
        'http.response.status_code': status,
        route,
        upstream,
      });
    });
  }
}

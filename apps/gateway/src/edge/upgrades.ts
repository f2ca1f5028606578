import type { Socket } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { Lifecycle, Logger, RequestContext } from '@wellspring/platform';
import { EdgeSettings } from '../config.ts';
import { migrationToken, type Migration } from '../migration/migration.ts';
import type { FailureAnswer } from '../proxy/failure-answer.ts';
import { Forwarding } from '../proxy/forwarded.ts';
import { ProxyEngine } from '../proxy/proxy-engine.ts';
import type { FrontRequest } from '../front/front-request.ts';
import { Tunnel } from '../proxy/tunnel.ts';
import { Upstreams } from '../upstreams/upstreams.ts';
import { CallerRecognition } from './caller-recognition.ts';
import { CookieHeader } from './cookie-header.ts';
import { Credentials } from './credentials.ts';
import { nodeOf } from './node-of.ts';
import { OldSideWatch } from './old-side-watch.ts';
import { isHandshakeFromOurPages } from './origin-check.ts';
import { Refusals } from './refusals.ts';
import { RequestCheck } from './request-check.ts';
import { chooseRoute, mayReachNewSide, unmatched } from './route-choice.ts';
import { EdgeRoutedRequest } from './routed-request.ts';
import { SessionWatch } from './session-watch.ts';
import { SignInDoor } from './sign-in-door.ts';

const badTarget: FailureAnswer = { status: 400, code: 'EDGE.BAD_TARGET' };
const crossOrigin: FailureAnswer = { status: 403, code: 'EDGE.CROSS_ORIGIN' };
const tooMany: FailureAnswer = { status: 503, code: 'EDGE.UNAVAILABLE', headers: ['retry-after', '5'] };
const sweepMs = 1_000;

/**
 * WebSocket handshakes: the same checks, the same choice of a side as for requests; then a tunnel that outlives changes of
 * stage, but not the session it was opened in.
 */
@Injectable()
export class Upgrades {
  private readonly tunnels = new Set<Tunnel>();
  private readonly publicOrigin: string;

  constructor(
    private readonly settings: EdgeSettings,
    private readonly requestCheck: RequestCheck,
    private readonly engine: ProxyEngine,
    private readonly upstreams: Upstreams,
    private readonly forwarding: Forwarding,
    private readonly cookieHeader: CookieHeader,
    private readonly callers: CallerRecognition,
    private readonly credentials: Credentials,
    private readonly oldSide: OldSideWatch,
    private readonly signInDoor: SignInDoor,
    private readonly sessionWatch: SessionWatch,
    private readonly refusals: Refusals,
    private readonly logger: Logger,
    lifecycle: Lifecycle,
    @Inject(migrationToken) private readonly migration: Migration,
  ) {
    this.publicOrigin = new URL(settings.publicUrl).origin;
    const timer = setInterval(() => {
      this.sweep();
    }, sweepMs).unref();
    lifecycle.onCloseConnections('tunnels', () => {
      clearInterval(timer);
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
    const refuse = (answer: FailureAnswer): void => {
      if (answer.status === 429) this.refusals.answerTooMany(socket, request.asker, answer);
      else this.refusals.answer({ socket, asker: request.asker, answer, context });
    };
    const checked = this.requestCheck.check(request, context);
    if ('status' in checked || checked.target === undefined) {
      refuse('status' in checked ? checked : badTarget);
      return;
    }
    const { facts, target } = checked;
    if (!isHandshakeFromOurPages(facts, this.publicOrigin)) {
      refuse(crossOrigin);
      return;
    }
    if (this.tunnels.size >= this.settings.maxTunnels) {
      refuse(tooMany);
      return;
    }
    const routed = new EdgeRoutedRequest('GET', target, facts);
    let caller = this.callers.recognise(this.cookieHeader.read(facts.cookie), Date.now());
    let choice = chooseRoute(this.migration.table, this.upstreams, routed, caller);
    const isBound = caller.unproven && !('status' in choice) && mayReachNewSide(choice);
    if (isBound) {
      caller = await this.callers.prove({ request, facts, caller });
      choice = chooseRoute(this.migration.table, this.upstreams, routed, caller);
    }
    if ('status' in choice || choice.first === 'gateway') {
      refuse('status' in choice ? choice : unmatched);
      return;
    }
    if (this.signInDoor.isShut(routed, [choice.first])) {
      refuse(unmatched);
      return;
    }
    const { manners, route } = choice.match;
    const { upstream, target: rewritten = target.pathAndQuery } = choice.first;
    // What passes through a tunnel may change who somebody is until it closes.
    const watched =
      upstream.kind === 'legacy' ? this.oldSide.watch(upstream.name, { request, facts, target, caller }) : undefined;
    const credentials = await this.credentials.for(upstream, caller, facts, manners?.authorization, watched);
    if (socket.destroyed) {
      watched?.unanswered(false);
      return;
    }
    await new Promise<void>((answered) => {
      const tunnel = new Tunnel({
        request,
        socket,
        early,
        upstream,
        facts,
        target: rewritten,
        forwarded: this.forwarding.lines(this.forwarding.hop(request.socket), facts.forwarded),
        traceId: context.traceId,
        traceparent: context.traceparent(),
        credentials,
        node: nodeOf(upstream, caller, facts, manners),
        timeoutMs: manners?.firstByteMs ?? upstream.responseTimeoutMs ?? this.settings.responseTimeoutMs,
        visitorHeaders: (head) => this.engine.visitorHeaders(head, upstream),
        answered,
        closed: (status, reason) => {
          this.tunnels.delete(tunnel);
          this.sessionWatch.delete(tunnel);
          watched?.unanswered(true);
          RequestContext.run(context, () => {
            this.logger.info('A tunnel closed', {
              'event.action': 'upgrade',
              'event.duration': Math.round((performance.now() - startedAt) * 1_000_000),
              'event.reason': reason,
              'http.response.status_code': status,
              route,
              upstream: upstream.name,
            });
          });
        },
      });
      const asking = isBound && upstream.kind === 'service' ? { request, facts, caller } : undefined;
      this.tunnels.add(tunnel);
      this.sessionWatch.add(tunnel, { session: caller.session, asking, lookedAt: performance.now() });
      tunnel.open();
    });
  }

  private sweep(): void {
    const now = performance.now();
    for (const tunnel of [...this.tunnels])
      if (tunnel.silentForMs(now) > this.settings.tunnelIdleMs) tunnel.close('nothing passed');
  }
}

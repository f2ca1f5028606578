import type { RouteManners } from '../migration/migration.ts';
import type { AttemptOutcome, Inspection, RelayAttempt, RelayPlan, ResponseCopy } from '../proxy/relay-plan.ts';
import type { Endpoint } from '../upstream/endpoint.ts';
import type { ResponseHead } from '../upstream/response-head.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Credentials } from './credentials.ts';
import type { RecognisedRequest } from './edge-request.ts';
import { nodeOf } from './node-of.ts';
import type { OldSideWatch, WatchedRequest } from './old-side-watch.ts';
import type { RouteChoice } from './route-choice.ts';
import type { SessionWatch } from './session-watch.ts';

const nothing: readonly string[] = [];

/** What was decided about one request. A class, because there is one for every request and closures cost more. */
export class EdgePlan implements RelayPlan {
  readonly capability: string | undefined;
  readonly route: string;
  readonly firstByteMs: number | undefined;
  readonly byHand: boolean;
  private readonly manners: RouteManners | undefined;
  readonly fallback: RelayAttempt | undefined;
  readonly setCookies: readonly string[];
  copy: ResponseCopy | undefined = undefined;
  synthetic = false;
  /** The attempt under way at an old portal. */
  private watched: WatchedRequest | undefined;

  constructor(
    private readonly asked: RecognisedRequest,
    { match, decision, fallback }: RouteChoice,
    readonly first: RelayAttempt,
    private readonly credentialsOf: Credentials,
    private readonly oldSide: OldSideWatch,
    private readonly sessionWatch: SessionWatch,
  ) {
    this.capability = match.kind === 'capability' ? match.capability : undefined;
    this.route = match.route;
    this.byHand = decision?.byHand ?? false;
    this.manners = match.manners;
    this.firstByteMs = match.manners?.firstByteMs;
    this.fallback = fallback;
    this.setCookies = this.cookies();
  }

  credentials(upstream: Upstream): string | Promise<string> {
    const { caller, facts } = this.asked;
    this.watched = upstream.kind === 'legacy' ? this.oldSide.watch(upstream.name, this.asked) : undefined;
    return this.credentialsOf.for(upstream, caller, facts, this.manners?.authorization, this.watched);
  }

  get stickiness(): RouteManners['stickiness'] {
    return this.manners?.stickiness;
  }

  node(upstream: Upstream): Endpoint | undefined {
    return nodeOf(upstream, this.asked.caller, this.asked.facts, this.manners);
  }

  isPersonal({ upstream }: RelayAttempt): boolean {
    const { caller, target } = this.asked;
    if (caller.machine !== undefined) return true;
    if (caller.session === undefined && caller.cookies.held.size === 0) return false;
    if (upstream.kind === 'legacy') return !this.oldSide.isStatic(upstream.name, target.path);
    return this.capability !== undefined;
  }

  inspect(head: ResponseHead, attempt: RelayAttempt): Promise<Inspection> | undefined {
    if (attempt.upstream.kind !== 'legacy') return undefined;
    return this.oldSide.inspect(attempt.upstream.name, head, this.asked);
  }

  ended(outcome: AttemptOutcome): void {
    if (outcome === 'answered') this.watched?.answered();
    else this.watched?.unanswered(outcome === 'sent');
  }

  /** What a service goes on telling a customer ends with their session. */
  lasts({ upstream }: RelayAttempt, isEventStream: boolean): void {
    const { caller, response, exchange } = this.asked;
    exchange.lasts = isEventStream;
    const { session } = caller;
    if (upstream.kind !== 'service' || session === undefined) return;
    const lasting = {
      close: (reason: string): void => {
        exchange.log({ 'event.reason': reason });
        response.destroy();
      },
    };
    this.sessionWatch.add(lasting, { session, asking: this.asked, lookedAt: exchange.startedAtMs });
    response.onClose(() => {
      this.sessionWatch.delete(lasting);
    });
  }

  /** None with what is the same for everybody, such as assets: a shared cache may keep it. */
  private cookies(): readonly string[] {
    const { setCookies, newVisitor } = this.asked.caller;
    if (this.capability === undefined) return this.first.upstream.kind === 'legacy' ? setCookies : nothing;
    return newVisitor === undefined ? setCookies : [...setCookies, newVisitor];
  }
}

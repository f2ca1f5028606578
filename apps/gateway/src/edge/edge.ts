import { Inject, Injectable } from '@nestjs/common';
import { type DomainError, Logger, type Exchange } from '@wellspring/platform';
import { EdgeSettings } from '../config.ts';
import { migrationToken, type Migration } from '../migration/migration.ts';
import { answerFailure, type FailureAnswer } from '../proxy/failure-answer.ts';
import { Forwarding } from '../proxy/forwarded.ts';
import { ProxyEngine } from '../proxy/proxy-engine.ts';
import type { RelayAttempt, RelayPlan } from '../proxy/relay-plan.ts';
import type { FrontRequest } from '../front/front-request.ts';
import type { FrontResponse } from '../front/front-response.ts';
import { Upstreams } from '../upstreams/upstreams.ts';
import { CallerRecognition } from './caller-recognition.ts';
import { CookieHeader } from './cookie-header.ts';
import { EdgePlan } from './edge-plan.ts';
import { Credentials } from './credentials.ts';
import type { RecognisedRequest } from './edge-request.ts';
import { MachineCallers } from './machine-callers.ts';
import { OldSideWatch } from './old-side-watch.ts';
import { isFromOurPages } from './origin-check.ts';
import { OwnPages } from './own-pages.ts';
import { RequestCheck, servedMethods } from './request-check.ts';
import { isForAnother, sessionChanged } from './page-session.ts';
import { chooseRoute, mayReachNewSide, type RouteChoice, unmatched } from './route-choice.ts';
import { EdgeRoutedRequest } from './routed-request.ts';
import { SessionWatch } from './session-watch.ts';
import { ShadowCopies } from './shadow-copies.ts';
import { SignInDoor } from './sign-in-door.ts';
import { SignOutCheck } from './sign-out-check.ts';
import { SyntheticCustomers } from './synthetic-customers.ts';

const forbidden: FailureAnswer = { status: 403, code: 'EDGE.CROSS_ORIGIN' };

/** The way of every request: checked → who asks → which capability → which side → forwarded. */
@Injectable()
export class Edge {
  private readonly publicOrigin: string;

  constructor(
    settings: EdgeSettings,
    private readonly requestCheck: RequestCheck,
    private readonly engine: ProxyEngine,
    private readonly upstreams: Upstreams,
    private readonly forwarding: Forwarding,
    private readonly cookieHeader: CookieHeader,
    private readonly callers: CallerRecognition,
    private readonly machines: MachineCallers,
    private readonly credentials: Credentials,
    private readonly oldSide: OldSideWatch,
    private readonly signOutCheck: SignOutCheck,
    private readonly signInDoor: SignInDoor,
    private readonly sessionWatch: SessionWatch,
    private readonly ownPages: OwnPages,
    private readonly shadowCopies: ShadowCopies,
    private readonly syntheticCustomers: SyntheticCustomers,
    private readonly logger: Logger,
    @Inject(migrationToken) private readonly migration: Migration,
  ) {
    this.publicOrigin = new URL(settings.publicUrl).origin;
  }

  /** Never throws: whatever goes wrong in one request stays in it. */
  handle(request: FrontRequest, response: FrontResponse, exchange: Exchange): void {
    try {
      this.check(request, response, exchange);
    } catch (error) {
      this.failed(response, exchange, error);
    }
  }

  /** Answers what the platform will not have handled: there is too much under way. */
  refuseFor(error: DomainError, response: FrontResponse, exchange: Exchange): void {
    exchange.refusedBecause = error.code;
    const headers = Object.entries(error.headers).flat();
    answerFailure(response, exchange.context.traceId, { status: error.status, code: error.code, headers });
  }

  private check(request: FrontRequest, response: FrontResponse, exchange: Exchange): void {
    const checked = this.requestCheck.check(request, exchange.context);
    if ('status' in checked) {
      this.refuse(response, exchange, checked);
      return;
    }
    const { facts, target } = checked;
    if (target === undefined) {
      response.begin(204, ['allow', servedMethods]).end();
      return;
    }
    const caller = this.callers.recognise(this.cookieHeader.read(facts.cookie), Date.now());
    this.serve({ request, response, exchange, facts, target, caller });
  }

  /** Old portals say who it is, and then everything is decided anew. */
  private proveFirst(asked: RecognisedRequest): void {
    this.callers
      .prove(asked)
      .then((caller) => {
        this.serve({ ...asked, caller });
      })
      .catch((error: unknown) => {
        this.failed(asked.response, asked.exchange, error);
      });
  }

  /** One with a token is who the token says, and then everything is decided anew. */
  private admitMachine(asked: RecognisedRequest): void {
    this.machines
      .recognise(asked)
      .then((found) => {
        if ('status' in found) answerFailure(asked.response, asked.exchange.context.traceId, found);
        else this.serve({ ...asked, caller: found });
      })
      .catch((error: unknown) => {
        this.failed(asked.response, asked.exchange, error);
      });
  }

  private serve(asked: RecognisedRequest): void {
    const { request, response, exchange, facts, target, caller } = asked;
    // Finding out who asks can take longer than they wait.
    if (response.destroyed) return;
    const { method } = request;
    exchange.context.customerId = caller.session?.customerId ?? caller.machine?.id;
    request.customerLocale = caller.session?.locale;
    if (caller.unproven && this.ownPages.tells(target.path)) {
      this.proveFirst(asked);
      return;
    }
    if (this.ownPages.serve(asked)) return;
    const routed = new EdgeRoutedRequest(method, target, facts);
    const choice = chooseRoute(this.migration.table, this.upstreams, routed, caller);
    if ('status' in choice) {
      answerFailure(response, exchange.context.traceId, choice);
      return;
    }
    exchange.route = choice.match.route;
    const isForService = choice.first !== 'gateway' && choice.first.upstream.kind === 'service';
    if (caller.machine === undefined && isForService && this.machines.claims(facts)) {
      this.admitMachine(asked);
      return;
    }
    if (caller.unproven && mayReachNewSide(choice)) {
      this.proveFirst(asked);
      return;
    }
    if (choice.first === 'gateway') {
      this.ownPages.signIn(asked);
      return;
    }
    if (
      choice.first.upstream.kind !== 'public' &&
      !isFromOurPages(method, facts, this.publicOrigin, choice.match.manners?.crossSite)
    ) {
      answerFailure(response, exchange.context.traceId, forbidden);
      return;
    }
    if (choice.first.upstream.kind === 'service' && isForAnother(facts, caller)) {
      answerFailure(response, exchange.context.traceId, sessionChanged);
      return;
    }
    const refusal = this.syntheticCustomers.refusal(method, caller);
    if (refusal !== undefined) {
      answerFailure(response, exchange.context.traceId, refusal);
      return;
    }
    if (this.signInDoor.isShut(routed, [choice.first, choice.fallback])) {
      answerFailure(response, exchange.context.traceId, unmatched);
      return;
    }
    if (this.signOutCheck.asks(choice.first.upstream, asked)) return;
    this.engine.forward({
      request,
      response,
      facts,
      target: target.pathAndQuery,
      forwarded: this.forwarding.lines(this.forwarding.hop(request.socket), facts.forwarded),
      context: exchange.context,
      note: (fields) => {
        exchange.log(fields);
      },
      plan: this.plan(asked, choice, choice.first),
    });
  }

  private plan(asked: RecognisedRequest, choice: RouteChoice, first: RelayAttempt): RelayPlan {
    const plan = new EdgePlan(asked, choice, first, this.credentials, this.oldSide, this.sessionWatch);
    const { match, decision } = choice;
    // Guardrails go by what customers see, and a machine asks for thousands at a time.
    plan.synthetic = asked.caller.machine !== undefined || this.syntheticCustomers.includes(asked.caller);
    if (!plan.synthetic && decision?.shadow === true && match.kind === 'capability') {
      plan.copy = this.shadowCopies.of({ match, asked, traceparent: asked.exchange.context.traceparent() });
    }
    return plan;
  }

  private refuse(response: FrontResponse, exchange: Exchange, answer: FailureAnswer): void {
    // Whoever is only too many may come again; of anything else what follows cannot be believed either.
    if (answer.status !== 429) response.shouldKeepAlive = false;
    answerFailure(response, exchange.context.traceId, answer);
  }

  private failed(response: FrontResponse, exchange: Exchange, error: unknown): void {
    this.logger.error('A request failed inside the gateway', error, { 'event.action': 'forward' });
    answerFailure(response, exchange.context.traceId, { status: 500, code: 'EDGE.INTERNAL' });
  }
}

import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@wellspring/platform';
import type { FrontRequest } from '../front/front-request.ts';
import type { RequestFacts, RequestProblem } from '../front/request-facts.ts';
import type { FailureAnswer } from '../proxy/failure-answer.ts';
import { Forwarding } from '../proxy/forwarded.ts';
import { parseTarget, type Target } from '../proxy/target.ts';
import { ClientLimits } from './client-limits.ts';

export interface CheckedRequest {
  facts: RequestFacts;
  /** None when it asks about the server as a whole (RFC 9110 section 9.3.7), or about the gateway itself (section 7.6.2). */
  target: Target | undefined;
}

const longestTarget = 8_192;

/** What is served. `TRACE` would show a page what it must not see, the browser's cookies for one. */
export const servedMethods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

const wholeServer = /^(?:\*|https?:\/\/[^/?#]+)$/i;
const badMaxForwards: FailureAnswer = { status: 400, code: 'EDGE.BAD_MAX_FORWARDS' };
const badTarget: FailureAnswer = { status: 400, code: 'EDGE.BAD_TARGET' };
const answers: Readonly<Record<RequestProblem, FailureAnswer>> = {
  host: { status: 400, code: 'EDGE.BAD_HOST' },
  transfer_encoding: { status: 400, code: 'EDGE.BAD_TRANSFER_ENCODING' },
  content_length: { status: 400, code: 'EDGE.BAD_CONTENT_LENGTH' },
  expect: { status: 417, code: 'EDGE.BAD_EXPECT' },
  method: { status: 501, code: 'EDGE.METHOD_NOT_IMPLEMENTED', headers: ['allow', servedMethods] },
  version: { status: 505, code: 'EDGE.VERSION_NOT_SUPPORTED' },
};

/** What every request has to pass first, whether it asks for a response or for a tunnel. */
@Injectable()
export class RequestCheck {
  constructor(
    private readonly forwarding: Forwarding,
    private readonly limits: ClientLimits,
  ) {}

  /** @returns the answer to a request that goes no further */
  check(request: FrontRequest, context: RequestContext): CheckedRequest | FailureAnswer {
    const { facts, method, url, socket } = request;
    if (typeof facts === 'string') return answers[facts];
    const { traceparent } = facts.forwarded;
    if (traceparent !== undefined && this.forwarding.hop(socket).trusted) context.continueTrace(traceparent);
    const limited = this.limits.request(socket, facts.forwarded);
    if (limited !== undefined) return limited;
    if (method === 'TRACE') return { status: 405, code: 'EDGE.METHOD_NOT_ALLOWED', headers: ['allow', servedMethods] };
    if (url.length > longestTarget) return { status: 414, code: 'EDGE.TARGET_TOO_LONG' };
    if (method === 'OPTIONS') {
      if (facts.maxForwards !== undefined && !/^\d{1,9}$/.test(facts.maxForwards)) return badMaxForwards;
      if (wholeServer.test(url) || Number(facts.maxForwards ?? 1) === 0) return { facts, target: undefined };
      facts.passed = withOneForwardLess(facts);
    }
    const target = parseTarget(url);
    return target === undefined ? badTarget : { facts, target };
  }
}

function withOneForwardLess({ passed, maxForwards }: RequestFacts): string {
  if (maxForwards === undefined) return passed;
  return passed.replace(/^max-forwards:[^\r\n]*/gim, `max-forwards: ${Number(maxForwards) - 1}`);
}

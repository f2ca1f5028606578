import type { RequestContext } from '@wellspring/platform';
import type { FrontRequest } from '../front/front-request.ts';
import type { FrontResponse } from '../front/front-response.ts';
import type { RequestFacts } from '../front/request-facts.ts';
import type { RelayPlan } from './relay-plan.ts';

/** A request that was let in, and where it goes. */
export interface RelayRequest {
  request: FrontRequest;
  response: FrontResponse;
  facts: RequestFacts;
  target: string;
  /** `X-Forwarded-*` lines. */
  forwarded: string;
  context: RequestContext;
  plan: RelayPlan;
  /** Adds to the request's line in the access log: who is to blame when something is not as usual. */
  note(fields: Record<string, string>): void;
}

import type { Endpoint } from './endpoint.ts';
import type { ResponseHead } from './response-head.ts';
import type { Stickiness } from './stickiness.ts';

/** What of a request may tie it to one node. */
export interface Asking {
  /** `Cookie` of the browser, complete. */
  cookie: string;
  /** The customer, or a visitor without a name. */
  who: string | undefined;
  /** Where it is not as the upstream is declared. */
  by?: Stickiness | undefined;
}

/** Which of its nodes an upstream wants a request to go to. */
export interface NodeChoice {
  /** @returns undefined when any will do */
  nodeFor(asking: Asking): Endpoint | undefined;
  /** @returns a `Set-Cookie` with which the browser will come back to the node that answered */
  remember(head: ResponseHead, endpoint: Endpoint, asking: Pick<Asking, 'cookie' | 'by'>): string | undefined;
}

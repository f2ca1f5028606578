import type { Exchange } from '@wellspring/platform';
import type { FrontRequest } from '../front/front-request.ts';
import type { FrontResponse } from '../front/front-response.ts';
import type { RequestFacts } from '../front/request-facts.ts';
import { bareHeaders } from '../proxy/own-headers.ts';
import type { Target } from '../proxy/target.ts';
import type { Caller } from './caller.ts';

/** A request that has passed the front door's checks. */
export interface EdgeRequest {
  request: FrontRequest;
  response: FrontResponse;
  exchange: Exchange;
  facts: RequestFacts;
  target: Target;
}

export interface RecognisedRequest extends EdgeRequest {
  caller: Caller;
}

/** Answers with something of the gateway's own. Responses about a person are never kept by anybody. */
export function answer(
  { response }: Pick<EdgeRequest, 'response'>,
  status: number,
  headers: Readonly<Record<string, string>>,
  setCookies: readonly string[],
  body = '',
): void {
  if (response.destroyed || response.headersSent) return;
  const list = ['content-length', String(Buffer.byteLength(body)), ...bareHeaders];
  for (const [name, value] of Object.entries(headers)) list.push(name, value);
  for (const cookie of setCookies) list.push('set-cookie', cookie);
  response.begin(status, list).end(body);
}

export function redirect(
  to: Pick<EdgeRequest, 'response'>,
  location: string,
  setCookies: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): void {
  answer(to, 303, { ...headers, location }, setCookies);
}

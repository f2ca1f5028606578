import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FrontResponse } from '../front/front-response.ts';
import type { UpstreamError } from '../upstream/upstream-error.ts';
import { endWith } from '../http1/end-with.ts';
import { renderError } from './error-page.ts';
import type { RequestFacts } from '../front/request-facts.ts';

export interface FailureAnswer {
  status: number;
  code: string;
  headers?: readonly string[];
  uncertain?: boolean;
}

export type Asker = Pick<RequestFacts, 'accept' | 'acceptLanguage'>;

export const nobodyKnown: Asker = { accept: '', acceptLanguage: '' };

/** Answers with an error of the gateway's own. Nothing happens when a response has begun: that one can only be cut. */
export function answerFailure(response: FrontResponse, asker: Asker, reference: string, answer: FailureAnswer): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { contentType, body, locale } = renderError({ ...asker, ...answer, reference });
  const headers = [
    ...['content-type', contentType],
    ...['content-length', String(Buffer.byteLength(body))],
    ...['content-language', locale],
    ...['cache-control', 'no-store'],
    ...['vary', 'accept, accept-language'],
    ...(answer.headers ?? []),
  ];
  // What is left of a body nobody will read must not be taken for the next request.
  if (!response.req.complete) headers.push('connection', 'close');
  response.begin(answer.status, headers).end(body);
}

/** Answers on a bare socket and ends it. */
export function writeFailure(socket: Socket, asker: Asker, reference: string, answer: FailureAnswer): void {
  const { contentType, body } = renderError({ ...asker, ...answer, reference });
  endWith(
    socket,
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\nconnection: close\r\ncache-control: no-store\r\n` +
      `content-type: ${contentType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** What a visitor is told about an upstream that did not answer. `sent`: a write left the gateway and may have been done. */
export function answerTo(error: UpstreamError, sent: boolean): FailureAnswer {
  switch (error.failure) {
    case 'breaker_open':
    case 'pool_full':
      return { status: 503, code: 'EDGE.UNAVAILABLE', headers: ['retry-after', '5'] };
    case 'timeout':
    case 'connect_timeout':
      return { status: 504, code: 'EDGE.TIMEOUT', uncertain: sent };
    case 'dns':
    case 'refused':
    case 'tls':
    case 'reset':
    case 'bad_payload':
      return { status: 502, code: 'EDGE.BAD_GATEWAY', uncertain: sent };
    default:
      return error.failure satisfies never;
  }
}

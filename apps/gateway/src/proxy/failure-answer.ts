import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FrontResponse } from '../front/front-response.ts';
import { httpDate } from '../front/http-date.ts';
import type { UpstreamError } from '../upstream/upstream-error.ts';
import { endWith } from '../http1/end-with.ts';
import type { Asker } from '../front/asker.ts';
import { renderError } from './error-page.ts';
import { bareHeaders } from './own-headers.ts';
import { ownPageHeaders } from './own-page.ts';

export interface FailureAnswer {
  status: number;
  code: string;
  headers?: readonly string[];
  uncertain?: boolean;
}

/** Answers with an error of the gateway's own. Nothing happens when a response has begun: that one can only be cut. */
export function answerFailure(response: FrontResponse, reference: string, answer: FailureAnswer): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { headers, body } = failure(response.req.asker, reference, answer);
  // What is left of a body nobody will read must not be taken for the next request.
  if (!response.req.complete) headers.push('connection', 'close');
  response.begin(answer.status, headers).end(body);
}

/** Answers on a bare socket and ends it. */
export function writeFailure(socket: Socket, asker: Asker, reference: string, answer: FailureAnswer): void {
  const { headers, body } = failure(asker, reference, answer);
  let head = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\nconnection: close\r\n`;
  for (let i = 0; i < headers.length; i += 2) head += `${headers[i] ?? ''}: ${headers[i + 1] ?? ''}\r\n`;
  endWith(socket, `${head}date: ${httpDate()}\r\n\r\n${body}`);
}

function failure(asker: Asker, reference: string, answer: FailureAnswer): { headers: string[]; body: string } {
  const { contentType, body, locale, isPage } = renderError({ ...asker, ...answer, reference });
  const headers = [
    ...['content-type', contentType],
    ...['content-length', String(Buffer.byteLength(body))],
    ...['content-language', locale],
    ...['vary', 'accept, accept-language, cookie'],
    ...(isPage ? ownPageHeaders() : bareHeaders),
    ...(answer.headers ?? []),
  ];
  return { headers, body };
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

import type { DomainError } from '../errors/domain.error.ts';
import { errorBody } from '../errors/error-body.ts';
import { defaultHeaders } from '../responses/default-headers.ts';
import type { Exchange, ExchangeResponse } from './exchange.ts';

/** Answers with an error in place of the handler, below any framework. */
export function refuse(exchange: Exchange, response: ExchangeResponse, error: DomainError): void {
  exchange.refusedBecause = error.code;
  const { contentType, body } = errorBody(error, exchange.request.url ?? '/', exchange.context.traceId);
  response.writeHead(error.status, {
    ...defaultHeaders,
    ...error.headers,
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

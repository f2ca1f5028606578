import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { type Counter, Logger, Metrics, RequestContext, type Exchange } from '@wellspring/platform';
import { HeadTooLargeError, HeadTooSlowError } from '../front/front-connection.ts';
import type { FrontHandler } from '../front/front-port.ts';
import type { FrontRequest } from '../front/front-request.ts';
import type { FrontResponse } from '../front/front-response.ts';
import { ExtensionsTooLongError } from '../http1/chunked-body.ts';
import { MalformedMessageError } from '../http1/header-lines.ts';
import { type FailureAnswer, nobodyKnown } from '../proxy/failure-answer.ts';
import { writeFailure } from '../proxy/tunnel.ts';
import { Edge } from './edge.ts';
import { Upgrades } from './upgrades.ts';

/** Where strangers come in: requests, handshakes, and what is neither. */
@Injectable()
export class FrontDoor implements FrontHandler {
  private readonly refused: Counter<'code'>;

  constructor(
    private readonly edge: Edge,
    private readonly upgrades: Upgrades,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.refused = metrics.counter({
      name: 'gateway_refused_connections_total',
      help: 'Connections ended because what came on them was no request to be trusted, by code of the answer',
      labels: ['code'],
    });
  }

  request(request: FrontRequest, response: FrontResponse, exchange: Exchange): void {
    this.edge.handle(request, response, exchange);
  }

  upgrade(request: FrontRequest, socket: Socket, early: Buffer): void {
    this.upgrades.handle(request, socket, early);
  }

  /** Whatever is no clean HTTP/1.1 gets one clear answer and loses its connection, for the rest cannot be trusted either. */
  refuse(socket: Socket, error: unknown): void {
    const answer = answerTo(error);
    const context = new RequestContext();
    RequestContext.run(context, () => {
      this.report(socket, error, answer);
    });
    writeFailure(socket, nobodyKnown, context.traceId, answer);
  }

  /** There is no line in the access log for what is no request, and whoever asks about it names the same reference. */
  private report({ remoteAddress }: Socket, error: unknown, { status, code }: FailureAnswer): void {
    this.refused.inc({ code });
    if (status === 500) {
      this.logger.error('A connection failed inside the gateway', error);
      return;
    }
    this.logger.info('A connection was refused', {
      'event.action': 'refuse',
      'http.response.status_code': status,
      'client.ip': remoteAddress,
      'event.code': code,
      'event.reason': error instanceof Error ? error.message : undefined,
    });
  }
}

function answerTo(error: unknown): FailureAnswer {
  if (error instanceof HeadTooLargeError) return { status: 431, code: 'EDGE.HEADERS_TOO_LARGE' };
  if (error instanceof ExtensionsTooLongError) return { status: 413, code: 'EDGE.CHUNK_EXTENSIONS_TOO_LARGE' };
  if (error instanceof HeadTooSlowError) return { status: 408, code: 'EDGE.SLOW_REQUEST' };
  if (error instanceof MalformedMessageError) return { status: 400, code: 'EDGE.MALFORMED' };
  return { status: 500, code: 'EDGE.INTERNAL' };
}

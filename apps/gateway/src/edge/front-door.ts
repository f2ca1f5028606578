import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { RequestContext, type Exchange } from '@wellspring/platform';
import { HeadTooLargeError, HeadTooSlowError } from '../front/front-connection.ts';
import type { FrontHandler } from '../front/front-port.ts';
import type { FrontRequest } from '../front/front-request.ts';
import type { FrontResponse } from '../front/front-response.ts';
import { ExtensionsTooLongError } from '../http1/chunked-body.ts';
import { MalformedMessageError } from '../http1/header-lines.ts';
import { type FailureAnswer, nobodyKnown } from '../proxy/failure-answer.ts';
import { Edge } from './edge.ts';
import { Refusals } from './refusals.ts';
import { Upgrades } from './upgrades.ts';

/** Where strangers come in: requests, handshakes, and what is neither. */
@Injectable()
export class FrontDoor implements FrontHandler {
  constructor(
    private readonly edge: Edge,
    private readonly upgrades: Upgrades,
    private readonly refusals: Refusals,
  ) {}

  request(request: FrontRequest, response: FrontResponse, exchange: Exchange): void {
    this.edge.handle(request, response, exchange);
  }

  upgrade(request: FrontRequest, socket: Socket, early: Buffer): Promise<void> {
    return this.upgrades.handle(request, socket, early);
  }

  /** Whatever is no clean HTTP/1.1 gets one clear answer and loses its connection, for the rest cannot be trusted either. */
  refuse(socket: Socket, error: unknown, exchange: Exchange | undefined): number {
    const answer = answerTo(error);
    const context = exchange?.context ?? new RequestContext();
    this.refusals.answer({ socket, asker: nobodyKnown, answer, context, error });
    return answer.status;
  }
}

function answerTo(error: unknown): FailureAnswer {
  if (error instanceof HeadTooLargeError) return { status: 431, code: 'EDGE.HEADERS_TOO_LARGE' };
  if (error instanceof ExtensionsTooLongError) return { status: 413, code: 'EDGE.CHUNK_EXTENSIONS_TOO_LARGE' };
  if (error instanceof HeadTooSlowError) return { status: 408, code: 'EDGE.SLOW_REQUEST' };
  if (error instanceof MalformedMessageError) return { status: 400, code: 'EDGE.MALFORMED' };
  return { status: 500, code: 'EDGE.INTERNAL' };
}

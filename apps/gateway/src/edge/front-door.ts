import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { type DomainError, Exchange, RequestContext } from '@wellspring/platform';
import type { Asker } from '../front/asker.ts';
import { HeadTooLargeError, HeadTooSlowError } from '../front/front-connection.ts';
import type { FrontHandler } from '../front/front-port.ts';
import type { FrontRequest } from '../front/front-request.ts';
import type { FrontResponse } from '../front/front-response.ts';
import { ExtensionsTooLongError } from '../http1/chunked-body.ts';
import { MalformedMessageError } from '../http1/header-lines.ts';
import type { FailureAnswer } from '../proxy/failure-answer.ts';
import { ClientLimits } from './client-limits.ts';
import { Edge } from './edge.ts';
import { Refusals } from './refusals.ts';
import { Upgrades } from './upgrades.ts';

/** Nothing has been asked yet, so nothing is known; programs look at the status. */
const someBrowser: Asker = { target: '', accept: 'text/html', acceptLanguage: '', cookie: '' };

/** Where strangers come in: requests, handshakes, and what is neither. */
@Injectable()
export class FrontDoor implements FrontHandler {
  constructor(
    private readonly edge: Edge,
    private readonly upgrades: Upgrades,
    private readonly refusals: Refusals,
    private readonly limits: ClientLimits,
  ) {}

  connection(socket: Socket): boolean {
    const answer = this.limits.connection(socket);
    if (answer === undefined) return true;
    socket.on('error', () => socket.destroy());
    this.refusals.answerTooMany(socket, someBrowser, answer);
    return false;
  }

  request(request: FrontRequest, response: FrontResponse, exchange: Exchange): void {
    this.edge.handle(request, response, exchange);
  }

  overload(error: DomainError, response: FrontResponse, exchange: Exchange): void {
    this.edge.refuseFor(error, response, exchange);
  }

  upgrade(request: FrontRequest, socket: Socket, early: Buffer): Promise<void> {
    return this.upgrades.handle(request, socket, early);
  }

  /** Whatever is no clean HTTP/1.1 gets one clear answer and loses its connection, for the rest cannot be trusted either. */
  refuse(socket: Socket, error: unknown, asker: Asker, response: FrontResponse | undefined): number {
    const answer = answerTo(error);
    const context = (response && Exchange.of(response.req))?.context ?? new RequestContext();
    this.refusals.answer({ socket, asker, answer, context, error });
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

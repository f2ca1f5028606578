import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { RequestContext, type ServicePortHandler } from '@wellspring/platform';
import { EdgeSettings } from '../config.ts';
import { type FailureAnswer, nobodyKnown } from '../proxy/failure-answer.ts';
import { writeFailure } from '../proxy/tunnel.ts';
import { Edge } from './edge.ts';
import { Upgrades } from './upgrades.ts';

/** Sets the service port up for strangers. */
@Injectable()
export class FrontDoor {
  constructor(
    private readonly settings: EdgeSettings,
    private readonly edge: Edge,
    private readonly upgrades: Upgrades,
  ) {}

  open(server: Server): ServicePortHandler {
    server.headersTimeout = this.settings.headersTimeoutMs;
    // An upload may take as long as it keeps coming; the relay watches its pace.
    server.requestTimeout = 0;
    // By default Node answers these itself: a refusal is the edge's own, a promise to read the body the upstream's.
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) =>
      server.emit('request', request, response),
    );
    server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
      server.emit('request', request, response),
    );
    // `Upgrade: h2c` and the like are offers to ignore: the request itself is an ordinary one (RFC 9110 section 7.8).
    Reflect.set(server, 'shouldUpgradeCallback', isWebSocket);
    server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
      writeFailure(socket, nobodyKnown, new RequestContext().traceId, { status: 405, code: 'EDGE.METHOD_NOT_ALLOWED' });
    });
    server.removeAllListeners('clientError');
    server.on('clientError', refuseMalformed);
    return {
      request: (request, response, exchange) => {
        this.edge.handle(request, response, exchange);
      },
      upgrade: (request, socket, early) => {
        this.upgrades.handle(request, socket, early);
      },
    };
  }
}

function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** Whatever is no clean HTTP/1.1 gets one clear answer and loses its connection, for the rest cannot be trusted either. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  const answer = answerTo(error.code);
  if (answer === undefined || !socket.writable || isAnswering(socket)) socket.destroy();
  else writeFailure(socket, nobodyKnown, new RequestContext().traceId, answer);
}

const silent = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const answers: Readonly<Record<string, FailureAnswer>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'EDGE.HEADERS_TOO_LARGE' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'EDGE.CHUNK_EXTENSIONS_TOO_LARGE' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'EDGE.SLOW_REQUEST' },
};

function answerTo(code = ''): FailureAnswer | undefined {
  return silent.has(code) ? undefined : (answers[code] ?? { status: 400, code: 'EDGE.MALFORMED' });
}

/** Node notes the response under way on its socket; an answer of ours in the middle of it would be taken for its body. */
function isAnswering(socket: Duplex): boolean {
  const response: unknown = Reflect.get(socket, '_httpMessage');
  return typeof response === 'object' && response !== null && Reflect.get(response, 'headersSent') === true;
}

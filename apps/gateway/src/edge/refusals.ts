import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { type Counter, Logger, Metrics, RequestContext } from '@wellspring/platform';
import { EdgeSettings } from '../config.ts';
import type { Asker } from '../front/asker.ts';
import { writeFailure, type FailureAnswer } from '../proxy/failure-answer.ts';
import { transportHeaders } from '../proxy/own-headers.ts';

export interface Refusal {
  socket: Socket;
  asker: Asker;
  answer: FailureAnswer;
  /** Its trace is the reference in the answer. */
  context: RequestContext;
  /** What was wrong, for whoever has to find out. */
  error?: unknown;
}

/** Answers, on its bare socket, what is not served. There is no line in the access log for that, so it gets one of its own. */
@Injectable()
export class Refusals {
  private readonly count: Counter<'code'>;

  private readonly headers: readonly string[];

  constructor(
    settings: EdgeSettings,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.headers = transportHeaders(settings.publicUrl);
    this.count = metrics.counter({
      name: 'gateway_refused_connections_total',
      help: 'Connections ended because what came on them was not to be served, by code of the answer',
      labels: ['code'],
    });
  }

  answer(refusal: Refusal): void {
    RequestContext.run(refusal.context, () => {
      this.log(refusal);
    });
    this.write(refusal);
  }

  /** Without a line in the log: it must not be filled by whoever floods the gateway. */
  answerTooMany(socket: Socket, asker: Asker, answer: FailureAnswer): void {
    this.write({ socket, asker, answer, context: new RequestContext() });
  }

  private write({ socket, asker, answer, context }: Refusal): void {
    this.count.inc({ code: answer.code });
    writeFailure(socket, asker, context.traceId, { ...answer, headers: [...this.headers, ...(answer.headers ?? [])] });
  }

  private log({ socket, answer: { status, code }, error }: Refusal): void {
    if (status === 500) {
      this.logger.error('A connection failed inside the gateway', error);
      return;
    }
    this.logger.info('A connection was refused', {
      'event.action': 'refuse',
      'http.response.status_code': status,
      'client.ip': socket.remoteAddress,
      'event.code': code,
      'event.reason': error instanceof Error ? error.message : undefined,
    });
  }
}

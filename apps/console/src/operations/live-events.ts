import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Lifecycle, Metrics, RequestContext } from '@wellspring/platform';
import { Agent, request } from 'undici';
import { OperatorSessions } from '../session/operator-sessions.ts';
import type { OperatorSession } from '../session/operator-session.ts';
import type { AdmittedOperator } from '../session/session.guard.ts';
import { ConsoleSettings } from '../config.ts';
import { operationsPath } from './operations-api.ts';
import { SystemUnavailableError } from './operations.errors.ts';

/** The gateway says something every second: after this long a silence it is gone. */
const silenceMs = 15_000;
/** A stream lasts while the operator is signed in, which is looked at this often. */
const lookMs = 2_000;

export type LiveAnswer = { stream: Readable } | { status: number; body: unknown };

/** The gateway's stream of server-sent events, passed on as it comes. */
@Injectable()
export class LiveEvents {
  private readonly url: URL;
  private readonly agent: Agent;
  private readonly streams = new Set<Readable>();

  constructor(
    settings: ConsoleSettings,
    private readonly lifecycle: Lifecycle,
    private readonly operators: OperatorSessions,
    metrics: Metrics,
  ) {
    this.url = new URL(`${operationsPath}/events`, settings.gatewayManagementUrl);
    this.agent = new Agent({
      connect: { timeout: settings.operationsTimeoutMs },
      headersTimeout: settings.operationsTimeoutMs,
      bodyTimeout: silenceMs,
    });
    metrics.gauge({
      name: 'console_live_streams',
      help: 'Pages that watch the migration live',
      collect: (gauge) => {
        gauge.set({}, this.streams.size);
      },
    });
    lifecycle.onCloseConnections('live events', () => this.agent.destroy());
  }

  /** @throws SystemUnavailableError */
  async open({ session, accessToken }: AdmittedOperator): Promise<LiveAnswer> {
    const traceparent = RequestContext.traceparent();
    try {
      const { statusCode, headers, body } = await request(this.url, {
        dispatcher: this.agent,
        headers: {
          accept: 'text/event-stream',
          authorization: `Bearer ${accessToken}`,
          ...(traceparent !== undefined && { traceparent }),
        },
      });
      if (statusCode !== 200 || !String(headers['content-type']).startsWith('text/event-stream')) {
        return { status: statusCode, body: await body.json() };
      }
      return { stream: this.whileSignedIn(this.followed(body), session) };
    } catch (error) {
      throw new SystemUnavailableError('gateway', error);
    }
  }

  /** With identity away it goes on until the gateway ends it with the access token. */
  private whileSignedIn(stream: Readable, session: OperatorSession): Readable {
    const look = async (): Promise<void> => {
      const token = await this.operators.toRead(session).catch(() => '');
      if (token === undefined) stream.destroy();
    };
    const timer = setInterval(() => void look(), lookMs).unref();
    return stream.once('close', () => {
      clearInterval(timer);
    });
  }

  /** A page opens another stream by itself, elsewhere when this replica is on its way out. */
  private followed(stream: Readable): Readable {
    const { stopping } = this.lifecycle;
    const end = (): void => {
      stream.destroy();
    };
    this.streams.add(stream);
    stopping.addEventListener('abort', end, { once: true });
    stream.once('close', () => {
      this.streams.delete(stream);
      stopping.removeEventListener('abort', end);
    });
    return stream;
  }
}

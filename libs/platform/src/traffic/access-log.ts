import type { LogSink } from '../logging/log-sink.ts';
import { arrangeFields } from '../logging/log-fields.ts';
import { ecsVersion } from '../logging/ecs-version.ts';
import type { Exchange, ExchangeObserver } from './exchange.ts';
import { browserOf } from './browser.ts';
import { loggablePath } from './loggable-url.ts';
import { Quoted, Remembered } from './quoted.ts';

const longestUserAgent = 256;

export interface AccessLogOptions {
  readonly serviceName: string;
  readonly serviceVersion: string;
}

/**
 * One ECS line per request. Written by hand instead of through winston: it is the one line on the hot path, and its
 * shape is known. Of headers it has only which browser it is; of the query and of bodies nothing.
 */
export class AccessLog implements ExchangeObserver {
  private readonly head: string;
  private readonly quoted = new Quoted();
  private readonly paths = new Quoted(loggablePath);
  private readonly browsers = new Remembered(browserFields);
  private lastMs = 0;
  private lastTimestamp = '';

  constructor(
    private readonly sink: LogSink,
    options: AccessLogOptions,
  ) {
    this.head =
      `,"log.level":"info","ecs.version":"${ecsVersion}","service.name":${JSON.stringify(options.serviceName)}` +
      `,"service.version":${JSON.stringify(options.serviceVersion)}` +
      `,"event.dataset":${JSON.stringify(`${options.serviceName}.access`)},"event.kind":"event"`;
  }

  finished(exchange: Exchange, durationMs: number): void {
    const { request, context, route, status } = exchange;
    const { method = '', url = '/' } = request;
    const queryAt = url.indexOf('?');
    const rawPath = queryAt < 0 ? url : url.slice(0, queryAt);
    // A path that is its own template has no parameter that could be anything.
    const path = rawPath === route ? this.quoted.of(route) : this.paths.of(rawPath);
    const agent = request.headers['user-agent'];
    this.sink.write(
      `{"@timestamp":"${this.timestamp()}"${this.head}` +
        `,"message":"${method} ${path.slice(1, -1)} ${status}"` +
        `,"event.duration":${Math.round(durationMs * 1_000_000)}` +
        `,"event.outcome":"${status < 500 ? 'success' : 'failure'}"` +
        `,"http.request.method":"${method}","http.response.status_code":${status}` +
        `,"url.path":${path}` +
        (agent === undefined ? '' : this.browsers.of(agent.slice(0, longestUserAgent))) +
        (context.customerId === undefined ? '' : `,"user.id":${JSON.stringify(context.customerId)}`) +
        `,"trace.id":"${context.traceId}","span.id":"${context.spanId}"` +
        this.moreFields(exchange, route),
    );
  }

  private moreFields({ fields, refusedBecause, aborted }: Exchange, route: string): string {
    if (fields === undefined && refusedBecause === undefined && !aborted) {
      return `,"labels":{"route":${this.quoted.of(route)}}}`;
    }
    const all = { ...fields, route, refused: refusedBecause, aborted: aborted ? 'true' : undefined };
    return `,${JSON.stringify(arrangeFields(all)).slice(1)}`;
  }

  /** Formatting a date costs as much as the rest of the line; a busy service logs several in the same millisecond. */
  private timestamp(): string {
    const now = Date.now();
    if (now !== this.lastMs) {
      this.lastMs = now;
      this.lastTimestamp = new Date(now).toISOString();
    }
    return this.lastTimestamp;
  }
}

function browserFields(userAgent: string): string {
  const browser = browserOf(userAgent);
  return browser === undefined ? '' : `,"user_agent.name":"${browser.name}","user_agent.version":"${browser.version}"`;
}

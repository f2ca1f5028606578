import { ecsFormat } from '@elastic/ecs-winston-format';
import winston from 'winston';
import { errorFields } from './error-fields.ts';
import { arrangeFields, type LogFields } from './log-fields.ts';
import type { LogSink } from './log-sink.ts';
import { redactText, secretScrubber } from './redaction.ts';
import { SinkTransport } from './sink.transport.ts';
import { RequestContext } from '../tracing/request-context.ts';

export const logLevels = { fatal: 0, error: 1, warn: 2, info: 3, debug: 4 } as const;
export type LogLevel = keyof typeof logLevels;

export interface EcsLoggingOptions {
  readonly serviceName: string;
  readonly serviceVersion: string;
  readonly level: LogLevel;
  readonly sink: LogSink;
  /** Configured secrets, cut out of every line. */
  readonly secrets?: readonly string[];
}

/** Turns messages into Elastic Common Schema lines (winston with Elastic's format) and hands them to the sink. */
export class EcsLogging {
  private readonly winston: winston.Logger;
  private secrets: readonly string[] = [];
  private scrub = secretScrubber([]);

  constructor(private readonly options: EcsLoggingOptions) {
    this.keepSecret(options.secrets ?? []);
    this.winston = winston.createLogger({
      levels: logLevels,
      level: options.level,
      format: ecsFormat({
        serviceName: options.serviceName,
        serviceVersion: options.serviceVersion,
        eventDataset: `${options.serviceName}.log`,
        convertErr: false,
        convertReqRes: false,
        apmIntegration: false,
      }),
      // Winston's types see another declaration of the same class.
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
      transports: [new SinkTransport(options.sink, (line) => this.scrub(line))],
    });
    // A Node stream only flows from the next turn on; a process that ends before would lose what it said.
    this.winston.resume();
  }

  /** From now on these are cut out of every line, too. */
  keepSecret(secrets: readonly string[]): void {
    this.secrets = [...this.secrets, ...secrets];
    this.scrub = secretScrubber(this.secrets);
  }

  isEnabled(level: LogLevel): boolean {
    return logLevels[level] <= logLevels[this.options.level];
  }

  write(level: LogLevel, message: string, fields: LogFields, error?: unknown): void {
    if (!this.isEnabled(level)) return;
    const context = RequestContext.current();
    this.winston.log({
      level,
      message: redactText(message),
      ...arrangeFields(fields),
      ...(error !== undefined && errorFields(error)),
      ...(context !== undefined && traceFields(context)),
    });
    if (level === 'fatal') this.options.sink.flushSync();
  }
}

function traceFields({ traceId, spanId, customerId }: RequestContext): Record<string, string> {
  return { 'trace.id': traceId, 'span.id': spanId, ...(customerId !== undefined && { 'user.id': customerId }) };
}

import { describe, expect, it } from '@jest/globals';
import { RequestContext } from '../tracing/request-context.ts';
import { EcsLogging } from './ecs-logging.ts';
import { ecsVersion } from './ecs-version.ts';
import { Logger } from './logger.ts';
import { MemorySink } from './memory.sink.ts';

function loggerTo(sink: MemorySink): Logger {
  const secrets = ['sk_live_0123456789abcdef'];
  return new Logger(new EcsLogging({ serviceName: 'billing', serviceVersion: '1.2.3', level: 'info', sink, secrets }));
}

describe('Logger', () => {
  it('writes one ECS line in the version the access log claims', () => {
    const sink = new MemorySink();
    loggerTo(sink).info('Bills synchronised', { 'event.action': 'sync', bills: 12 });

    expect(sink.records).toEqual([
      expect.objectContaining({
        'ecs.version': ecsVersion,
        'log.level': 'info',
        'service.name': 'billing',
        'service.version': '1.2.3',
        'event.action': 'sync',
        message: 'Bills synchronised',
        labels: { bills: '12' },
      }),
    ]);
  });

  it('writes nothing below its level', () => {
    const sink = new MemorySink();
    loggerTo(sink).debug('Detail');

    expect(sink.lines).toEqual([]);
  });

  it('has the trace of the request in the lines of a job, where async context does not reach by itself', async () => {
    const sink = new MemorySink();
    const logger = loggerTo(sink);
    const stored = RequestContext.run({}, () => RequestContext.traceparent());
    await RequestContext.run({ traceparent: stored }, async () => {
      await Promise.resolve();
      logger.info('Payment settled');
    });

    expect(sink.records[0]).toMatchObject({ 'trace.id': stored?.split('-')[1] });
  });

  it('logs of an error its type, code, message and stack with causes, and none of its own properties', () => {
    const sink = new MemorySink();
    const cause = new Error('connect refused');
    const error = Object.assign(new Error('call failed', { cause }), {
      code: 'ECONNREFUSED',
      config: { headers: { authorization: 'Bearer abcdefghijkl' } },
    });
    loggerTo(sink).error('Sync failed', error);

    expect(sink.records[0]).toMatchObject({
      'error.type': 'Error',
      'error.code': 'ECONNREFUSED',
      'error.message': 'call failed',
    });
    expect(sink.records[0]?.['error.stack_trace']).toContain('Caused by: Error: connect refused');
    expect(sink.lines[0]).not.toContain('abcdefghijkl');
  });

  it('cuts configured secrets out of every part of a line', () => {
    const sink = new MemorySink();
    loggerTo(sink).error('Refused sk_live_0123456789abcdef', new Error('sk_live_0123456789abcdef'), {
      note: 'x sk_live_0123456789abcdef',
    });

    expect(sink.lines[0]).not.toContain('sk_live_0123456789abcdef');
  });

  it('cuts secrets out that it learns of later, however they are written', () => {
    const sink = new MemorySink();
    const logger = loggerTo(sink);
    const secret = 'a "quoted" secret & more';
    logger.child({}).keepSecret([secret]);
    logger.info(`Refused ${secret}`, {
      url: `http://old.internal/?s=${encodeURIComponent(secret)}`,
      body: new URLSearchParams({ s: secret }).toString(),
    });

    for (const part of ['quoted', 'more']) expect(sink.lines[0]).not.toContain(part);
  });

  it('adds the fields of a child to each line', () => {
    const sink = new MemorySink();
    loggerTo(sink).child({ 'log.logger': 'sync' }).warn('Slow');

    expect(sink.records[0]).toMatchObject({ 'log.logger': 'sync', 'log.level': 'warn' });
  });
});

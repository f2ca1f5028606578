import { describe, expect, it } from '@jest/globals';
import { RequestContext } from './request-context.ts';
import { parseTraceparent } from './traceparent.ts';

const givenTraceId = '0af7651916cd43dd8448eb211c80319c';
const parent = `00-${givenTraceId}-b7ad6b7169203331-00`;

describe('RequestContext', () => {
  it('continues the trace it is given, as a span of its own', () => {
    const context = new RequestContext({ traceparent: parent });

    expect(context).toMatchObject({ traceId: givenTraceId, parentSpanId: 'b7ad6b7169203331', sampled: false });
    expect(context.traceparent()).toBe(`00-${givenTraceId}-${context.spanId}-00`);
    expect(context.spanId).not.toBe(context.parentSpanId);
  });

  it.each([
    undefined,
    'nonsense',
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${givenTraceId}-${'0'.repeat(16)}-01`,
    `ff-${givenTraceId}-b7ad6b7169203331-01`,
    `00-${givenTraceId}-b7ad6b7169203331-01-more`,
    `00-${givenTraceId.toUpperCase()}-b7ad6b7169203331-01`,
  ])('begins a trace of its own instead of following %s', (traceparent) => {
    expect(parseTraceparent(traceparent)).toBeUndefined();
    expect(new RequestContext({ traceparent }).traceId).toMatch(/^[\da-f]{32}$/);
  });

  it('claims of a trace of its own that nobody records it, and leaves to its caller what it claims', () => {
    expect(new RequestContext().traceparent()).toMatch(/-00$/);
    expect(new RequestContext({ traceparent: parent.replace(/00$/, '01') }).traceparent()).toMatch(/-01$/);
  });

  it('takes over the trace of a caller found to be believed later, and stays in its own otherwise', () => {
    const context = new RequestContext();
    const { traceId, spanId } = context;
    context.continueTrace('nonsense');
    expect(context).toMatchObject({ traceId, parentSpanId: undefined, sampled: false });
    context.continueTrace(parent);
    expect(context).toMatchObject({ traceId: givenTraceId, parentSpanId: 'b7ad6b7169203331', sampled: false, spanId });
    expect(context.traceparent()).toBe(`00-${givenTraceId}-${spanId}-00`);
  });

  it('reads what a future version of the header begins with', () => {
    expect(parseTraceparent(`cc-${givenTraceId}-b7ad6b7169203331-01-later`)).toMatchObject({ traceId: givenTraceId });
  });

  it('is there for everything called from the work, and for nothing else', async () => {
    const inside = await RequestContext.run({ traceId: givenTraceId }, async () => {
      await Promise.resolve();
      return RequestContext.current()?.traceId;
    });

    expect(inside).toBe(givenTraceId);
    expect(RequestContext.current()).toBeUndefined();
  });

  it('gives ids that do not repeat', () => {
    const ids = new Set(Array.from({ length: 5_000 }, () => new RequestContext().traceId));
    expect(ids.size).toBe(5_000);
  });

  it('knows what is left of the deadline', () => {
    expect(new RequestContext().remainingMs()).toBeUndefined();
    expect(new RequestContext({ deadlineMs: -5 }).remainingMs()).toBe(0);
    expect(new RequestContext({ deadlineMs: 60_000 }).remainingMs()).toBeGreaterThan(50_000);
  });

  it('tells running and later work that nobody waits any more', () => {
    const context = new RequestContext();
    const { signal } = context;
    context.cancel();
    const late = new RequestContext();
    late.cancel();

    expect(signal.aborted).toBe(true);
    expect(late.signal.aborted).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.ts';

describe('Metrics', () => {
  it('counts, observes and sets', async () => {
    const metrics = new Metrics();
    metrics.counter({ name: 'payments_total', help: 'h', labels: ['outcome'] }).inc({ outcome: 'ok' }, 2);
    metrics.counter({ name: 'runs_total', help: 'h' }).inc();
    metrics.histogram({ name: 'wait_seconds', help: 'h', buckets: [1] }).observe({}, 0.5);
    metrics.gauge({ name: 'age_seconds', help: 'h', labels: ['queue'] }).set({ queue: 'a' }, 7);
    const scrape = await metrics.scrape();

    expect(scrape).toContain('payments_total{outcome="ok"} 2');
    expect(scrape).toContain('runs_total 1');
    expect(scrape).toContain('wait_seconds_bucket{le="1"} 1');
    expect(scrape).toContain('age_seconds{queue="a"} 7');
  });

  it('puts observations under their bounds, each label set for itself, as the text format has them', async () => {
    const metrics = new Metrics();
    const wait = metrics.histogram({ name: 'wait_seconds', help: 'h', labels: ['queue', 'state'], buckets: [0.1, 1] });
    for (const seconds of [0.05, 0.1, 0.5, 7]) wait.observe({ queue: 'a', state: 'ok' }, seconds);
    wait.observe({ queue: 'a', state: 'late' }, 1);

    expect(await metrics.scrape()).toBe(
      [
        '# HELP wait_seconds h',
        '# TYPE wait_seconds histogram',
        'wait_seconds_bucket{le="0.1",queue="a",state="ok"} 2',
        'wait_seconds_bucket{le="1",queue="a",state="ok"} 3',
        'wait_seconds_bucket{le="+Inf",queue="a",state="ok"} 4',
        'wait_seconds_sum{queue="a",state="ok"} 7.65',
        'wait_seconds_count{queue="a",state="ok"} 4',
        'wait_seconds_bucket{le="0.1",queue="a",state="late"} 0',
        'wait_seconds_bucket{le="1",queue="a",state="late"} 1',
        'wait_seconds_bucket{le="+Inf",queue="a",state="late"} 1',
        'wait_seconds_sum{queue="a",state="late"} 1',
        'wait_seconds_count{queue="a",state="late"} 1',
        '',
      ].join('\n'),
    );
  });

  it('counts on between scrapes, and refuses what is no count', async () => {
    const metrics = new Metrics();
    const hits = metrics.counter({ name: 'hits_total', help: 'h' });
    hits.inc();
    await metrics.scrape();
    hits.inc({}, 2);

    expect(await metrics.scrape()).toContain('hits_total 3');
    expect(() => {
      hits.inc({}, -1);
    }).toThrow('cannot go up by -1');
    expect(() => {
      metrics.histogram({ name: 'wait_seconds', help: 'h' }).observe({}, Number.NaN);
    }).toThrow('cannot observe NaN');
  });

  it('shows nothing of a gauge that may be absent until it is set', async () => {
    const metrics = new Metrics();
    const age = metrics.gauge({ name: 'age_seconds', help: 'h', absentUntilSet: true });
    expect(await metrics.scrape()).not.toMatch(/^age_seconds/m);
    age.set({}, 0);
    expect(await metrics.scrape()).toMatch(/^age_seconds 0$/m);
  });

  it('collects a gauge at each scrape', async () => {
    const metrics = new Metrics();
    let depth = 0;
    metrics.gauge({
      name: 'depth',
      help: 'h',
      collect: (gauge) => {
        gauge.set({}, (depth += 1));
      },
    });
    await metrics.scrape();

    expect(await metrics.scrape()).toContain('depth 2');
  });

  it('forgets what a gauge of things that come and go no longer collects, however many there were', async () => {
    const metrics = new Metrics();
    let pod = 0;
    metrics.gauge({
      name: 'share',
      help: 'h',
      labels: ['pod'],
      maxSeries: 3,
      onlyCollected: true,
      collect: (gauge) => {
        gauge.set({ pod: `p${(pod += 1)}` }, 1);
      },
    });
    for (let scrapes = 0; scrapes < 10; scrapes += 1) await metrics.scrape();
    expect((await metrics.scrape()).match(/^share.*$/gm)).toEqual(['share{pod="p11"} 1']);
  });

  it('bounds the label values of every metric, so that no input can grow the scrape', async () => {
    const metrics = new Metrics();
    const hits = metrics.counter({ name: 'hits_total', help: 'h', labels: ['path'], maxSeries: 3 });
    for (let index = 0; index < 20_000; index += 1) hits.inc({ path: `/bogus/${index}` });
    const scrape = await metrics.scrape();

    expect(scrape).toContain('hits_total{path="/bogus/2"} 1');
    expect(scrape).toContain('hits_total{path="other"} 19997');
    expect(scrape.length).toBeLessThan(500);
  });

  it('gives the same metric for the same name, and keeps two services apart', async () => {
    const metrics = new Metrics();
    const other = new Metrics();
    metrics.counter({ name: 'same_total', help: 'h' }).inc();
    metrics.counter({ name: 'same_total', help: 'h' }).inc();
    other.counter({ name: 'same_total', help: 'h' }).inc();

    expect(await metrics.scrape()).toContain('same_total 2');
    expect(await other.scrape()).toContain('same_total 1');
  });
});

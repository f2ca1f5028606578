import { beforeEach, describe, expect, it } from '@jest/globals';
import { seriesKey } from '../signals/series.ts';
import { Actor, Scene } from '../testing/scene.ts';

let billing: Actor;
let portal: Actor;
let gateway: Actor;
let scene: Scene;

beforeEach(() => {
  billing = new Actor('billing');
  portal = new Actor('portal');
  gateway = new Actor('gateway');
  scene = new Scene([billing, portal, gateway]);
});

const heap = seriesKey('nodejs_heap_size_used_bytes');

describe('inside of a process', () => {
  it('that it is away is found, and over when it is back', () => {
    scene.pass(30);
    billing.state = 'refused';
    scene.pass(4);
    expect(scene.open).toEqual(['process-away billing']);
    billing.state = 'answers';
    scene.pass(25);
    expect(scene.open).toEqual([]);
  });

  it('that it is away for longer than a release takes is found, even when it was asked to go', () => {
    scene.pass(30);
    billing.gauge(seriesKey('service_stopping'), 1);
    scene.pass(1);
    billing.state = 'refused';
    scene.pass(30);
    expect(scene.open).toEqual([]);
    scene.pass(30);
    expect(scene.open).toEqual(['process-away billing']);
  });

  it('that it says nothing is found', () => {
    scene.pass(30);
    billing.state = 'silent';
    scene.pass(4);
    expect(scene.open).toEqual(['process-silent billing']);
  });

  it('that all of them say nothing is not held against any of them', () => {
    scene.pass(30);
    for (const actor of [billing, portal, gateway]) actor.state = 'silent';
    scene.pass(10);
    expect(scene.open).toEqual([]);
  });

  it('that it ends again and again is found', () => {
    scene.pass(30);
    for (let crash = 0; crash < 3; crash += 1) {
      billing.state = 'refused';
      scene.pass(2);
      billing.state = 'answers';
      billing.restart();
      scene.pass(3);
    }
    expect(scene.open).toEqual(['crash-loop billing']);
  });

  it('that it was released, and what ran before again, is no loop', () => {
    scene.pass(30);
    for (const version of ['2', '1']) {
      billing.state = 'refused';
      scene.pass(1);
      billing.state = 'answers';
      billing.version = version;
      billing.restart();
      scene.pass(15);
    }
    expect(scene.told).toEqual([]);
  });

  it('that it was started anew on request, again and again, is no loop', () => {
    scene.pass(30);
    for (let restart = 0; restart < 3; restart += 1) {
      billing.gauge(seriesKey('service_stopping'), 1);
      scene.pass(1);
      billing.gauge(seriesKey('service_stopping'), 0);
      billing.restart();
      scene.pass(5);
    }
    expect(scene.told).toEqual([]);
  });

  it('that it ends again and again is over when it has run for a while', () => {
    scene.pass(30);
    for (let crash = 0; crash < 2; crash += 1) {
      billing.restart();
      scene.pass(4);
    }
    expect(scene.open).toEqual(['crash-loop billing']);
    scene.pass(40);
    expect(scene.open).toEqual([]);
  });

  it('that it ends again and again stays so while it is away for longer in between', () => {
    scene.pass(30);
    for (let crash = 0; crash < 2; crash += 1) {
      billing.restart();
      scene.pass(4);
    }
    billing.state = 'refused';
    scene.pass(40);
    expect(scene.told).toEqual(['opened crash-loop billing']);
  });

  it('that its start was busy is nothing', () => {
    scene.pass(30);
    billing.restart();
    billing.count(seriesKey('process_cpu_seconds_total'), 6);
    billing.count(seriesKey('nodejs_eventloop_late_seconds_total'), 5);
    scene.pass(10);
    expect(scene.told).toEqual([]);
  });

  it('that its event loop is late is found whenever it is asked; one that waits for a processor is not busy', () => {
    const late = seriesKey('nodejs_eventloop_late_seconds_total');
    scene.pass(30).pass(10, () => {
      billing.count(late, 0.9);
      billing.count(seriesKey('process_cpu_seconds_total'), 0.2);
    });
    expect(scene.open).toEqual([]);
    scene.pass(5, () => {
      billing.count(late, 0.9);
      billing.count(seriesKey('process_cpu_seconds_total'), 0.9);
    });
    expect(scene.open).toEqual(['blocked-loop billing']);
  });

  it('that it gives no connection back is found, and waiting for a database that hangs is something else', () => {
    const full = { total: 10, idle: 0, waiting: 4 };
    scene.pass(30, () => {
      billing.database({ ok: 5 });
    });
    scene.pass(12, () => {
      billing.database({ underWay: 4 }, full);
    });
    scene.pass(10, () => {
      billing.database({}, full);
    });
    expect(scene.open).not.toContain('pool-leak billing');
    scene.pass(30, () => {
      billing.database({ ok: 5 });
    });
    scene.pass(5, () => {
      billing.database({}, full);
    });
    expect(scene.open).toContain('pool-leak billing');
  });

  it('that it is busy with itself is found; being busy alone is nothing', () => {
    const busy = (): void => {
      billing.count(seriesKey('process_cpu_seconds_total'), 1);
    };
    scene.pass(30).pass(10, busy);
    expect(scene.open).toEqual([]);
    billing.tookMs = 850;
    scene.pass(5, busy);
    expect(scene.open).toEqual(['blocked-loop billing']);
  });

  it('a leak is found, and a heap that is collected again is none', () => {
    let megabytes = 60;
    scene.pass(60, (second) => {
      billing.gauge(heap, (60 + 40 * (second % 6)) * 1_000_000);
      portal.gauge(heap, 50_000_000);
    });
    expect(scene.open).toEqual([]);
    scene.pass(25, () => {
      megabytes += 25;
      portal.gauge(heap, megabytes * 1_000_000);
    });
    expect(scene.open).toEqual(['memory-leak portal']);
  });

  it('a log that is not read is found', () => {
    scene.pass(30);
    scene.pass(4, () => {
      billing.count(seriesKey('log_lines_dropped_total'), 30);
    });
    expect(scene.open).toEqual(['log-stalled billing']);
  });

  it('a clock that is off is found; when most are, it is the one here', () => {
    const clock = seriesKey('process_clock_seconds');
    scene.pass(30);
    scene.pass(4, () => {
      billing.gauge(clock, scene.now / 1_000 - 59);
    });
    expect(scene.open).toEqual(['clock-off billing']);

    scene = new Scene([billing, portal, gateway]);
    scene.pass(10, () => {
      for (const actor of [billing, portal, gateway]) actor.gauge(clock, scene.now / 1_000 - 59);
    });
    expect(scene.open).toEqual([]);
  });

  it('a certificate that ends soon is found, and one that has weeks is not', () => {
    const day = 24 * 3_600;
    const until = (system: string): string => seriesKey('http_client_certificate_not_after_seconds', [system]);
    billing.gauge(until('rating'), scene.now / 1_000 + 15 * day);
    scene.pass(5);
    expect(scene.open).toEqual([]);
    billing.gauge(until('crm'), scene.now / 1_000 + 13 * day);
    scene.pass(5);
    expect(scene.open).toEqual(['certificate-expires billing']);
    expect(scene.events[0]?.incident.diagnosis.evidence[0]?.text).toMatch(
      /^the certificate of crm holds until 20\d\d-/,
    );
    expect(scene.events[0]?.incident.masked).toBe(true);
  });

  it('a message that was put aside is found', () => {
    const dead = seriesKey('jobs_queue_jobs', ['carry-payment', 'dead']);
    billing.gauge(dead, 2);
    scene.pass(40);
    expect(scene.open).toEqual([]);
    billing.gauge(dead, 3);
    scene.pass(4);
    expect(scene.open).toEqual(['poisoned-message billing']);
    expect(scene.events[0]?.incident.diagnosis.evidence[0]?.text).toContain('carry-payment');
  });
});

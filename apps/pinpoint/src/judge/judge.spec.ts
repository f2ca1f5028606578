import { beforeEach, describe, expect, it } from '@jest/globals';
import { seriesKey } from '../signals/series.ts';
import { Actor, Scene } from '../testing/scene.ts';
import { usualSystem } from '../testing/usual-system.ts';

let { gateway, billing, identity, scene, well, but } = usualSystem();

beforeEach(() => {
  ({ gateway, billing, identity, scene, well, but } = usualSystem());
});

describe('a quiet system', () => {
  it('has no cause, however long', () => {
    scene.pass(120, well);
    expect(scene.told).toEqual([]);
  });

  it('is not accused for a failure now and then', () => {
    scene.pass(120, () => {
      well();
      if (scene.now % 20_000 === 0) billing.calls('billing-engine', 'list-changes', { failed: { timeout: 1 } });
    });
    expect(scene.told).toEqual([]);
  });

  it('is not accused for waits that are meant: calls that are always under way', () => {
    scene.pass(60, () => {
      well();
      billing.calls('notifications', 'wait-for-news', { underWay: 3 });
    });
    expect(scene.told).toEqual([]);
  });

  it('is not accused for being slower with five times as much to do', () => {
    scene.pass(60, well);
    scene.pass(20, () => {
      for (let i = 0; i < 5; i += 1) gateway.forwards('billing', { ok: 8, ms: 600 });
    });
    expect(scene.told).toEqual([]);
  });

  it('is not accused while the machine is too busy for all of them: that is what is said', () => {
    scene.pass(60, well);
    for (const actor of [gateway, billing, identity]) actor.tookMs = 600;
    scene.pass(20, () => {
      gateway.forwards('billing', { ok: 5, ms: 900 });
      billing.database({ ok: 10, ms: 700 });
    });
    expect(scene.told).toEqual(['opened processor-short the machine']);
  });

  it('is not accused for a release in which nothing goes wrong', () => {
    scene.pass(60, well);
    billing.gauge(seriesKey('service_stopping'), 1);
    scene.pass(1, well);
    billing.state = 'refused';
    scene.pass(6, () => {
      gateway.forwards('legacy-portal', { ok: 3 });
      gateway.forwards('billing', { failed: { refused: 3 } });
    });
    billing.state = 'silent';
    scene.pass(4, () => {
      gateway.forwards('billing', { failed: { timeout: 3 } });
    });
    billing.state = 'answers';
    billing.gauge(seriesKey('service_stopping'), 0);
    billing.version = '2';
    billing.restart();
    scene.pass(30, well);
    expect(scene.told).toEqual([]);
  });
});

describe('two faults at once', () => {
  it('are two causes', () => {
    scene.pass(60, well);
    identity.state = 'silent';
    scene.pass(6, () => {
      billing.calls('billing-engine', 'list-changes', { failed: { '5xx': 1 } });
      gateway.forwards('identity', { failed: { timeout: 1 } });
    });
    expect(scene.open).toEqual(['background-fails billing-engine', 'process-silent identity']);
  });

  it('are one when a process that is blocked finds everybody slow', () => {
    scene.pass(60, well);
    billing.tookMs = 900;
    scene.pass(8, () => {
      billing.count(seriesKey('process_cpu_seconds_total'), 1);
      billing.calls('billing-engine', 'list-changes', { failed: { timeout: 2 } });
      billing.calls('payment-provider', 'charge', { failed: { timeout: 2 } });
      gateway.forwards('billing', { failed: { timeout: 5 } });
    });
    expect(scene.open).toEqual(['blocked-loop billing']);
  });
});

describe('what a process found while it was busy with itself', () => {
  it('is held against nobody, then or afterwards', () => {
    const late = (): void => {
      billing.database({ ok: 2, ms: 900 });
      billing.calls('billing-engine', 'list-changes', { ok: 1, ms: 2_000 });
      billing.calls('payment-provider', 'charge', { ok: 1, failed: { timeout: 1 }, ms: 2_000 });
      gateway.forwards('billing', { ok: 5, ms: 1_900 });
    };
    scene.pass(60, well);
    scene.pass(12, () => {
      billing.count(seriesKey('process_cpu_seconds_total'), 0.9);
      billing.count(seriesKey('nodejs_eventloop_late_seconds_total'), 0.85);
      late();
    });
    scene.pass(3, late).pass(45, well);
    expect(scene.told).toEqual(['opened blocked-loop billing', 'resolved blocked-loop billing']);
  });
});

describe('what follows from a fault', () => {
  it('is of it also when the process that had it is taken away', () => {
    const [a, b] = [new Actor('billing', 'billing-a'), new Actor('billing', 'billing-b')];
    const actors = [gateway, a, b];
    scene = new Scene(actors);
    const failing = (): void => {
      gateway.forwards('billing', { ok: 3, failed: { timeout: 3 } });
      b.answers('200', 3);
    };
    scene.pass(60, () => {
      gateway.forwards('billing', { ok: 6 });
    });
    a.state = 'silent';
    scene.pass(8, failing);
    actors.splice(actors.indexOf(a), 1);
    scene.pass(6, failing).pass(40, () => {
      gateway.forwards('billing', { ok: 6 });
    });
    expect(scene.told).toEqual(['opened process-silent billing', 'resolved process-silent billing']);
  });

  it('is of it for longer than a moment, in whom it began while the fault was there', () => {
    const failing = (engine: object) => (): void => {
      billing.calls('billing-engine', 'list-changes', engine);
      gateway.forwards('legacy-portal', { failed: { '5xx': 3 } });
    };
    scene.pass(60, well).pass(10, failing({ failed: { '5xx': 2 } }));
    scene.pass(30, failing({ ok: 2 })).pass(20, well);
    expect(scene.told).toEqual(['opened background-fails billing-engine', 'resolved background-fails billing-engine']);
  });

  it('keeps its beginning, and with it what it began with, when it comes and goes', () => {
    scene.pass(60, well);
    billing.version = '2';
    billing.restart();
    for (let burst = 0; burst < 8; burst += 1) {
      scene.pass(5, () => {
        gateway.forwards('billing', { failed: { '5xx': 5 } });
      });
      scene.pass(7, well);
    }
    expect(scene.told).toEqual(['opened bad-release billing']);
  });

  it('is not of something that is not known, when it is felt after it', () => {
    scene.pass(60, well);
    scene.pass(10, () => {
      billing.calls('billing-engine', 'list-changes', { failed: { '5xx': 2 } });
      gateway.customers('invoices', 'legacy', { failed: 5 });
    });
    scene.pass(
      25,
      but(() => {
        gateway.customers('invoices', 'legacy', { failed: 5 });
      }),
    );
    expect(scene.told).toEqual(['opened background-fails billing-engine', 'resolved background-fails billing-engine']);
    scene.pass(
      10,
      but(() => {
        gateway.customers('invoices', 'legacy', { failed: 5 });
      }),
    );
    expect(scene.told.at(-1)).toBe('opened unknown invoices');
  });

  it('is not accused when it outlasts it', () => {
    const failing = (): void => {
      gateway.forwards('billing', { failed: { '5xx': 5 } });
    };
    scene.pass(60, well);
    scene.pass(6, () => {
      failing();
      billing.calls('billing-engine', 'list-changes', { failed: { '5xx': 2 } });
    });
    scene.pass(12, () => {
      failing();
      billing.calls('billing-engine', 'list-changes', { ok: 2 });
    });
    expect(scene.told).toEqual(['opened background-fails billing-engine']);
  });

  it('begins with it: what customers noticed long before is of something else', () => {
    scene.pass(60, well);
    scene.visit({ capability: 'sign-in', side: undefined, ok: false, tookMs: 5, detail: 'no answer' });
    scene.pass(25, well);
    identity.state = 'silent';
    scene.pass(4, well);
    expect(scene.events.map(({ incident: { masked, diagnosis } }) => [masked, diagnosis.subject])).toContainEqual([
      true,
      'identity',
    ]);
  });
});

describe('an incident', () => {
  it('is over soon after its cause, also where few calls tell of it', () => {
    const seldom = (failing: boolean) => (): void => {
      well();
      if (scene.now % 5_000 === 0)
        identity.calls('crm', 'list-changes', failing ? { failed: { '5xx': 1 } } : { ok: 1 });
    };
    scene.pass(120, seldom(false)).pass(30, seldom(true));
    expect(scene.open).toEqual(['background-fails crm']);
    scene.pass(35, seldom(false));
    expect(scene.open).toEqual([]);
  });

  it('is over when its cause is, and the same when that comes back soon', () => {
    const broken = (): void => {
      billing.calls('billing-engine', 'list-changes', { failed: { '5xx': 2 } });
    };
    scene.pass(60, well).pass(5, broken).pass(40, well).pass(5, broken);
    expect(scene.told).toEqual([
      'opened background-fails billing-engine',
      'resolved background-fails billing-engine',
      'reopened background-fails billing-engine',
    ]);
    expect(new Set(scene.events.map(({ incident }) => incident.id)).size).toBe(1);
  });

  it('is not opened for a moment that is over before anybody could look: many calls went well since', () => {
    scene.pass(60, well);
    scene.pass(1, () => {
      billing.database({ failed: { reset: 12 } });
    });
    scene.pass(20, well);
    expect(scene.told).toEqual([]);
  });

  it.each([3, 10])('does not flap where %d %% of many calls fail', (percent) => {
    const period = Math.round(100 / percent);
    let call = 0;
    const partly = (): void => {
      let failed = 0;
      // Unevenly: many seconds have no failure at all.
      for (let each = 0; each < 20; each += 1) if ((call += 1) % (5 * period) < 5) failed += 1;
      billing.calls('billing-engine', 'list-changes', { ok: 20 - failed, failed: { '5xx': failed } });
    };
    scene.pass(60, well).pass(120, partly);
    expect(scene.told).toEqual(['opened background-fails billing-engine']);
  });

  it('does not flap while a fault comes and goes', () => {
    scene.pass(60, well);
    scene.pass(60, () => {
      const failing = Math.floor(scene.now / 4_000) % 2 === 0;
      billing.calls('billing-engine', 'list-changes', failing ? { failed: { '5xx': 2 } } : { ok: 2 });
    });
    expect(scene.told).toEqual(['opened background-fails billing-engine']);
  });

  it('is seen by the synthetic customer where there is no traffic', () => {
    const failed = {
      capability: 'invoices',
      side: 'new',
      ok: false,
      tookMs: 5,
      detail: '/invoices answered 503',
    } as const;
    scene.pass(60);
    scene.visit(failed);
    scene.pass(10);
    scene.visit(failed);
    scene.pass(10);
    expect(scene.open).toEqual(['unknown invoices']);
    expect(scene.events[0]?.incident.diagnosis.evidence[0]?.text).toContain('/invoices answered 503');
  });
});

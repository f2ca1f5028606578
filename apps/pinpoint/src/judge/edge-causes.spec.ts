import { beforeEach, describe, expect, it } from '@jest/globals';
import { seriesKey } from '../signals/series.ts';
import { usualSystem } from '../testing/usual-system.ts';

let { gateway, billing, identity, scene, well, but } = usualSystem();

beforeEach(() => {
  ({ gateway, billing, identity, scene, well, but } = usualSystem());
});

describe('a background system in trouble', () => {
  it.each([
    ['timeout', 'background-hangs'],
    ['5xx', 'background-fails'],
    ['bad_payload', 'background-garbage'],
    ['reset', 'background-resets'],
    ['refused', 'background-away'],
    ['dns', 'name-not-found'],
    ['tls', 'certificate'],
  ])('is named for calls that end in %s: %s', (outcome, kind) => {
    scene.pass(60, well);
    scene.pass(5, () => {
      billing.calls('billing-engine', 'list-changes', { failed: { [outcome]: 1 } });
      billing.calls('payment-provider', 'charge', { ok: 1 });
    });
    expect(scene.open).toEqual([`${kind} billing-engine`]);
  });

  it('is named for a hang before the first call has timed out', () => {
    scene.pass(60, well);
    scene.pass(5, () => {
      billing.calls('billing-engine', 'list-changes', { underWay: 1 });
    });
    expect(scene.open).toEqual(['background-hangs billing-engine']);
  });

  it('keeps its name when calls that hung end after all, late', () => {
    scene.pass(60, well);
    scene.pass(6, () => {
      billing.calls('payment-provider', 'charge', { underWay: 2 });
    });
    scene.pass(5, () => {
      billing.calls('payment-provider', 'charge', { ok: 2, ms: 6_000, underWay: 2 });
    });
    expect(scene.told).toEqual(['opened background-hangs payment-provider']);
  });

  it('is named for being slow, with the times', () => {
    scene.pass(60, well);
    scene.pass(8, () => {
      billing.calls('billing-engine', 'list-changes', { ok: 1, ms: 1_500 });
    });
    expect(scene.open).toEqual(['background-slow billing-engine']);
    expect(scene.verdict?.causes[0]?.evidence[0]?.text).toMatch(/ms on average, before 10 ms/);
  });

  it('explains the errors of the service that calls it and of the old portal, which is known to', () => {
    scene.pass(60, well);
    scene.pass(8, () => {
      gateway.forwards('billing', { failed: { '5xx': 4 } });
      gateway.forwards('legacy-portal', { failed: { '5xx': 3 } });
      gateway.customers('invoices', 'new', { failed: 4 });
      billing.calls('billing-engine', 'list-invoices', { failed: { '5xx': 4 } });
    });
    expect(scene.open).toEqual(['background-fails billing-engine']);
    expect(scene.events.map(({ incident }) => incident.masked)).toContain(false);
  });

  it('is not seen in calls that were never made, for the requests they were for had no time left', () => {
    scene.pass(60, well);
    scene.pass(10, () => {
      billing.database({ ok: 4, ms: 900 });
      billing.calls('billing-engine', 'list-changes', { failed: { no_time_left: 1 }, ms: 0 });
      billing.calls('payment-provider', 'charge', { ok: 1 });
    });
    expect(scene.open).toEqual(['database-slow database of billing']);
  });

  it('is told, and nobody is called, while no customer notices', () => {
    scene.pass(60, well);
    scene.pass(5, () => {
      billing.calls('billing-engine', 'list-changes', { failed: { '5xx': 1 } });
    });
    expect(scene.events.map(({ incident: { masked, diagnosis } }) => [masked, diagnosis.firstAid.action])).toEqual([
      [true, 'none'],
    ]);
  });

  it('stays named while the breaker keeps calls from it', () => {
    scene.pass(60, well);
    scene.pass(5, () => {
      billing.calls('billing-engine', 'list-changes', { failed: { timeout: 1 } });
    });
    scene.pass(20, () => {
      billing.calls('billing-engine', 'list-changes', { failed: { breaker_open: 1 } });
    });
    expect(scene.told).toEqual(['opened background-hangs billing-engine']);
  });

  it('names the operations where the others are well', () => {
    scene.pass(60, () => {
      well();
      billing.calls('billing-engine', 'settle', { ok: 1 });
    });
    scene.pass(
      6,
      but(() => {
        billing.calls('billing-engine', 'settle', { failed: { '5xx': 1 } });
      }),
    );
    expect(scene.verdict?.causes.map(({ operations }) => operations)).toEqual([['settle']]);
    expect(scene.verdict?.causes[0]?.evidence).toContainEqual(
      expect.objectContaining({ verdict: 'ruled-out', about: 'billing → billing-engine (list-changes)' }),
    );
  });
});

describe('what cannot be told yet', () => {
  it('is said: an old portal fails, and nobody knows of what it calls', () => {
    scene.pass(60, well);
    scene.pass(8, () => {
      gateway.forwards('legacy-portal', { failed: { '5xx': 3 } });
    });
    expect(scene.open).toEqual(['unknown legacy-portal']);
    expect(scene.events[0]?.incident.diagnosis.suspects).toEqual(['legacy-portal', 'billing-engine']);
  });

  it('becomes known within the same incident', () => {
    scene.pass(60, well);
    scene.pass(8, () => {
      gateway.forwards('legacy-portal', { failed: { '5xx': 3 } });
    });
    scene.pass(5, () => {
      gateway.forwards('legacy-portal', { failed: { '5xx': 3 } });
      billing.calls('billing-engine', 'list-changes', { failed: { '5xx': 1 } });
    });
    expect(scene.told).toEqual(['opened unknown legacy-portal', 'updated background-fails billing-engine']);
    expect(new Set(scene.events.map(({ incident }) => incident.id)).size).toBe(1);
  });

  it('is said of a service that answers with errors and of which nothing else is known', () => {
    scene.pass(60, well);
    scene.pass(8, () => {
      gateway.forwards('billing', { failed: { '5xx': 5 } });
    });
    expect(scene.open).toEqual(['unknown billing']);
  });

  it('is said of errors of customers beside what no customer can feel', () => {
    scene.pass(60, well);
    scene.pass(
      16,
      but(() => {
        billing.count(seriesKey('log_lines_dropped_total'), 30);
        gateway.customers('invoices', 'new', { failed: 5 });
      }),
    );
    expect(scene.open).toEqual(['log-stalled billing', 'unknown invoices']);
  });

  it('is said when customers get errors and nothing is in trouble', () => {
    scene.pass(60, well);
    scene.pass(
      20,
      but(() => {
        gateway.customers('invoices', 'new', { failed: 5 });
      }),
    );
    expect(scene.open).toEqual(['unknown invoices']);
  });
});

describe('the way between two', () => {
  it('is named where somebody else reaches the same', () => {
    scene.pass(60, () => {
      well();
      identity.calls('billing-engine', 'list-invoices', { ok: 1 });
    });
    scene.pass(6, () => {
      billing.calls('billing-engine', 'list-changes', { failed: { refused: 1 } });
      identity.calls('billing-engine', 'list-invoices', { ok: 1 });
    });
    expect(scene.open).toEqual(['network-path billing → billing-engine']);
  });

  it('is not cut where a process ended by itself and began anew within a second', () => {
    scene.pass(60, well);
    billing.restart();
    scene.pass(3, () => {
      gateway.forwards('billing', { ok: 2, failed: { refused: 3 } });
    });
    expect(scene.open).toEqual(['process-away billing']);
  });

  it('is not cut where another version began without a word, either: that is what it is', () => {
    scene.pass(60, well);
    billing.version = '2';
    billing.restart();
    scene.pass(3, () => {
      gateway.forwards('billing', { ok: 2, failed: { refused: 3 } });
    });
    expect(scene.open).toEqual(['bad-release billing']);
  });

  it('is named where a service answers us and refuses its caller', () => {
    scene.pass(60, well);
    scene.pass(6, () => {
      gateway.forwards('billing', { failed: { refused: 4 } });
    });
    expect(scene.open).toEqual(['network-path gateway → billing']);
  });
});

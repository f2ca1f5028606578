import { beforeEach, describe, expect, it } from '@jest/globals';
import { seriesKey } from '../signals/series.ts';
import { Actor, Scene } from '../testing/scene.ts';

let gateway: Actor;
let billing: Actor;
let identity: Actor;
let scene: Scene;

const knownCalls = new Map([['legacy-portal', ['billing-engine']]]);

beforeEach(() => {
  gateway = new Actor('gateway');
  billing = new Actor('billing');
  identity = new Actor('identity');
  scene = new Scene([gateway, billing, identity], knownCalls);
});

/** What happens in a second in which all is well. */
function well(): void {
  gateway.forwards('billing', { ok: 5 });
  gateway.forwards('legacy-portal', { ok: 3 });
  gateway.forwards('identity', { ok: 1 });
  gateway.customers('invoices', 'new', { ok: 5, failed: 0, fallback: 0 });
  gateway.database({ ok: 3 });
  billing.answers('200', 5);
  billing.database({ ok: 10 });
  billing.calls('billing-engine', 'list-changes', { ok: 1 });
  billing.calls('payment-provider', 'charge', { ok: 1 });
  identity.calls('crm', 'verify-credentials', { ok: 1 });
  identity.database({ ok: 2 });
}

/** A second like any other but for what is said. */
const but = (otherwise: () => void) => (): void => {
  well();
  otherwise();
};

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

describe('slow', () => {
  it('takes more than a ratio: what customers do not feel hurts nobody', () => {
    scene.pass(60, well);
    scene.pass(
      10,
      but(() => {
        billing.calls('rating', 'list-records', { ok: 2, ms: 2 });
      }),
    );
    scene.pass(30, () => {
      well();
      billing.calls('rating', 'list-records', { ok: 2, ms: 250 });
    });
    expect(scene.told).toEqual([]);
  });

  it('takes more than a strange second now and then, in which few were very slow', () => {
    scene.pass(60, well);
    scene.pass(60, (second) => {
      gateway.forwards('billing', { ok: 5, ms: second % 4 === 0 ? 3_000 : 10 });
    });
    expect(scene.told).toEqual([]);
  });

  it('takes more than is usual where it varies much anyhow', () => {
    let second = 0;
    const varying = (): void => {
      second += 1;
      billing.calls('rating', 'list-records', { ok: 2, ms: [20, 600, 900, 100, 1_300][second % 5] ?? 0 });
    };
    scene.pass(60, but(varying));
    scene.pass(
      10,
      but(() => {
        billing.calls('rating', 'list-records', { ok: 2, ms: 1_400 });
      }),
    );
    expect(scene.told).toEqual([]);
  });

  it('takes enough seconds to know what is usual', () => {
    scene.pass(60, well);
    scene.pass(
      5,
      but(() => {
        billing.calls('rating', 'list-records', { ok: 1, ms: 10 });
      }),
    );
    scene.pass(
      10,
      but(() => {
        billing.calls('rating', 'list-records', { ok: 1, ms: 2_000 });
      }),
    );
    expect(scene.told).toEqual([]);
  });
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

describe('databases', () => {
  const refusedBy = (actors: Actor[]) => (): void => {
    for (const actor of [gateway, billing, identity]) {
      actor.database(actors.includes(actor) ? { failed: { refused: 3 } } : { ok: 3 });
    }
  };

  it('are one cause from beginning to end, though some notice it earlier and some later', () => {
    scene.pass(60, refusedBy([]));
    scene.pass(3, () => {
      billing.database({ failed: { refused: 3 } });
    });
    scene.pass(10, refusedBy([gateway, billing, identity]));
    scene.pass(6, refusedBy([billing]));
    scene.pass(60, refusedBy([]));
    expect(scene.told).toEqual(['opened database-away PostgreSQL', 'resolved database-away PostgreSQL']);
  });

  it('are one cause where most of them are in trouble at once', () => {
    scene.pass(60, well);
    scene.pass(5, () => {
      for (const actor of [gateway, billing, identity]) actor.database({ failed: { refused: 3 } });
    });
    expect(scene.open).toEqual(['database-away PostgreSQL']);
  });

  it('are named one by one where only one is', () => {
    scene.pass(60, well);
    scene.pass(
      6,
      but(() => {
        billing.database({ ok: 0, failed: { disk_full: 9 } });
      }),
    );
    expect(scene.open).toEqual(['disk-full database of billing']);
  });

  it('are not blamed for a service that keeps its connections', () => {
    scene.pass(60, well);
    scene.pass(8, () => {
      gateway.database({ ok: 3 });
      identity.database({ ok: 2 });
      billing.database({ failed: { timeout: 2 } }, { total: 10, idle: 0, waiting: 4 });
    });
    expect(scene.open).toEqual(['pool-leak billing']);
  });
});

describe('a change', () => {
  it('is blamed when what was changed is what fails, and nothing else', () => {
    scene.pass(60, well);
    billing.version = '2';
    billing.configuration = 'b';
    billing.restart();
    scene.pass(8, () => {
      gateway.forwards('billing', { failed: { '5xx': 5 } });
      billing.calls('billing-engine', 'list-changes', { ok: 1 });
    });
    expect(scene.open).toEqual(['bad-release billing']);
    expect(scene.verdict?.causes[0]?.change).toMatchObject({ from: '1', to: '2' });
  });

  it('is blamed of a configuration that sends calls somewhere else', () => {
    scene.pass(60, well);
    billing.configuration = 'b';
    billing.restart();
    scene.pass(8, () => {
      billing.calls('billing-engine', 'list-changes', { failed: { refused: 1 } });
      billing.calls('payment-provider', 'charge', { ok: 1 });
    });
    expect(scene.open).toEqual(['bad-configuration billing']);
  });

  it('is blamed until what it broke is over, and what ran before it is not when it comes back', () => {
    const failing = (): void => {
      gateway.forwards('billing', { failed: { '5xx': 5 } });
      gateway.customers('invoices', 'new', { failed: 5 });
    };
    scene.pass(60, well);
    billing.version = '2';
    billing.restart();
    scene.pass(8, failing);
    billing.version = '1';
    billing.restart();
    scene.pass(3, failing).pass(40, well);
    expect(scene.told).toEqual(['opened bad-release billing', 'resolved bad-release billing']);
    expect(scene.events.map(({ incident }) => incident.diagnosis.change?.to)).toEqual(['2', '2']);
  });

  it('is blamed when it goes back to what no longer runs well', () => {
    scene.pass(10, well);
    billing.version = '2';
    billing.restart();
    scene.pass(90, well);
    billing.version = '1';
    billing.restart();
    scene.pass(8, () => {
      gateway.forwards('billing', { failed: { '5xx': 5 } });
    });
    expect(scene.verdict?.causes[0]?.change).toMatchObject({ from: '2', to: '1' });
  });

  it('is not blamed for coming at the same moment, and it is said why', () => {
    scene.pass(60, well);
    identity.version = '2';
    identity.restart();
    scene.pass(8, () => {
      billing.calls('billing-engine', 'list-changes', { failed: { '5xx': 1 } });
      identity.calls('crm', 'verify-credentials', { ok: 1 });
    });
    expect(scene.open).toEqual(['background-fails billing-engine']);
    expect(scene.verdict?.causes[0]?.evidence).toContainEqual({
      verdict: 'ruled-out',
      about: 'release 2 of identity after 1',
      text: 'it is of identity, and the fault is not',
    });
  });

  it('is blamed of one version among several, by which processes fail', () => {
    const old = new Actor('billing', 'billing-old');
    const fresh = new Actor('billing', 'billing-new');
    scene = new Scene([gateway, old, fresh]);
    const second = (failing: boolean) => (): void => {
      gateway.forwards('billing', failing ? { ok: 3, failed: { '5xx': 3 } } : { ok: 6 });
      old.answers('200', 3);
      fresh.answers(failing ? '500' : '200', 3);
    };
    scene.pass(60, second(false));
    fresh.version = '2';
    fresh.restart();
    scene.pass(8, second(true));
    expect(scene.open).toEqual(['bad-release billing']);
    expect(scene.verdict?.causes[0]?.instances).toEqual(['billing-new']);
  });

  it('is none where one of several processes of the same version is worse', () => {
    const [a, b] = [new Actor('billing', 'billing-a'), new Actor('billing', 'billing-b')];
    scene = new Scene([gateway, a, b]);
    const second = (slowMs: number) => (): void => {
      gateway.forwards('billing', { ok: 6, ms: (10 + slowMs) / 2 });
      a.answers('200', 3);
      b.answers('200', 3, slowMs);
    };
    scene.pass(60, second(10));
    scene.pass(10, second(1_500));
    expect(scene.open).toEqual(['replica billing']);
    expect(scene.verdict?.causes[0]?.instances).toEqual(['billing-b']);
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

import { beforeEach, describe, expect, it } from '@jest/globals';
import { Actor, Scene } from '../testing/scene.ts';
import { usualSystem } from '../testing/usual-system.ts';

let { gateway, billing, identity, scene, well } = usualSystem();

beforeEach(() => {
  ({ gateway, billing, identity, scene, well } = usualSystem());
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

  it('is blamed of one version among several, by which processes are slow, though most requests go to the others', () => {
    const { other, fresh } = sharing();
    scene.pass(60, other(10));
    fresh.version = '2';
    fresh.restart();
    scene.pass(15, other(1_500));
    expect(scene.open).toEqual(['bad-release billing']);
    expect(scene.verdict?.causes[0]?.instances).toEqual(['billing-new']);
  });

  it('is none where a process that is well was not heard for a second, though both run what was released', () => {
    const { old, fresh, other } = sharing();
    scene.pass(20, other(10));
    for (const actor of [old, fresh]) {
      actor.version = '2';
      actor.restart();
    }
    scene.pass(60, other(10));
    for (let second = 0; second < 20; second += 1) {
      old.state = second % 5 === 4 ? 'silent' : 'answers';
      scene.pass(1, other(1_500));
    }
    expect(scene.told).toEqual(['opened replica billing']);
  });

  it('is none where one of several is slow that is spared by whoever shares the requests', () => {
    const { other } = sharing();
    scene.pass(60, other(10)).pass(15, other(1_500));
    expect(scene.told).toEqual(['opened replica billing']);
    expect(scene.verdict?.causes[0]?.instances).toEqual(['billing-new']);
  });

  it('is none where all of them run what was released', () => {
    const { old, fresh, other } = sharing();
    scene.pass(20, other(10));
    for (const actor of [old, fresh]) {
      actor.version = '2';
      actor.restart();
    }
    scene.pass(60, other(10)).pass(15, other(1_500));
    expect(scene.told).toEqual(['opened replica billing']);
  });

  it('is none, and no replica worse, while all of them wait for a processor', () => {
    const { old, fresh, other } = sharing();
    scene.pass(60, other(10));
    for (const actor of [gateway, old, fresh]) actor.tookMs = 600;
    scene.pass(15, other(1_500));
    expect(scene.told).toEqual([]);
  });

  it('is none where a replica waits for what it calls, while the breaker of another is open: that is to blame', () => {
    const { old, fresh, other } = sharing();
    const second = (ms: number, kept: object, waited: object) => (): void => {
      other(ms)();
      old.calls('billing-engine', 'list-changes', kept);
      fresh.calls('billing-engine', 'list-changes', waited);
    };
    scene.pass(60, second(10, { ok: 1 }, { ok: 1 }));
    scene.pass(20, second(3_000, { failed: { breaker_open: 2 } }, { failed: { timeout: 1 } }));
    expect(scene.told).toEqual(['opened background-hangs billing-engine']);
  });

  it('is none where replicas are slow, however many of them, as long as one is not', () => {
    const [a, b, c] = [
      new Actor('billing', 'billing-a'),
      new Actor('billing', 'billing-b'),
      new Actor('billing', 'billing-c'),
    ];
    scene = new Scene([gateway, a, b, c]);
    const second = (bMs: number, cMs: number) => (): void => {
      gateway.forwards('billing', { ok: 6 });
      a.answers('200', 4);
      b.answers('200', 1, bMs);
      c.answers('200', 1, cMs);
    };
    scene.pass(60, second(10, 10)).pass(15, second(10, 1_500)).pass(30, second(1_500, 1_500));
    expect(scene.told).toEqual(['opened replica billing', 'updated replica billing']);
    expect(scene.verdict?.causes[0]?.instances).toEqual(['billing-b', 'billing-c']);
  });

  it('is none, and no replica is slow, where the others are quick only at failing', () => {
    const { old, fresh } = sharing();
    scene.pass(60, () => {
      gateway.forwards('billing', { ok: 6 });
      old.answers('200', 3, 600);
      fresh.answers('200', 3, 600);
    });
    scene.pass(15, () => {
      gateway.forwards('billing', { ok: 3, failed: { '5xx': 3 } });
      old.answers('200', 3, 600);
      fresh.answers('500', 3, 5);
    });
    expect(scene.open).toEqual(['replica billing']);
    expect(scene.verdict?.causes[0]?.instances).toEqual(['billing-new']);
  });

  it('is none, and nobody worse, where some answers take long on any of them', () => {
    const { old, fresh } = sharing();
    scene.pass(120, (second) => {
      gateway.forwards('billing', { ok: 6 });
      old.answers('200', 5, second % 7 === 0 ? 900 : 10);
      fresh.answers('200', 1, second % 2 === 0 ? 1_500 : 10);
    });
    expect(scene.told).toEqual([]);
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

/** Two processes, of which one gets one request of six and takes as long for it as is said. */
function sharing(): { old: Actor; fresh: Actor; other: (ms: number) => () => void } {
  const [old, fresh] = [new Actor('billing', 'billing-old'), new Actor('billing', 'billing-new')];
  scene = new Scene([gateway, old, fresh]);
  const other = (ms: number) => (): void => {
    gateway.forwards('billing', { ok: 6 });
    old.answers('200', 5);
    fresh.answers('200', 1, ms);
  };
  return { old, fresh, other };
}

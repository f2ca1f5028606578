import { beforeEach, describe, expect, it } from '@jest/globals';
import { Actor, Scene } from '../testing/scene.ts';

let gateway: Actor;
let billing: Actor;
let identity: Actor;
let scene: Scene;

beforeEach(() => {
  gateway = new Actor('gateway');
  billing = new Actor('billing');
  identity = new Actor('identity');
  scene = new Scene([gateway, billing, identity], new Map([['legacy-portal', ['billing-engine', 'crm']]]));
});

type Feed = 'ok' | 'fails' | 'hangs';

/** A second of traffic, in which the engine is asked for news every fifteen. */
const second =
  (feed: Feed, portals: 'ok' | '5xx' = 'ok') =>
  (): void => {
    const failed = portals === 'ok' ? {} : { failed: { '5xx': 4 } };
    gateway.forwards('legacy-portal', { ok: portals === 'ok' ? 4 : 0, ...failed });
    gateway.forwards('billing', { ok: 5 });
    identity.calls('crm', 'verify-credentials', { ok: 1 });
    if (feed === 'hangs') billing.calls('billing-engine', 'list-changes', { underWay: 1 });
    else if (scene.now % 15_000 === 0) {
      billing.calls('billing-engine', 'list-changes', feed === 'ok' ? { ok: 1 } : { failed: { '5xx': 1 } });
    }
  };

const well = second('ok');

describe('somebody who is seldom asked, beside somebody in trouble who asks the same,', () => {
  it('is named by the first call that fails', () => {
    scene.pass(136, well);
    // The engine was asked a second ago.
    scene.pass(14, second('fails', '5xx'));
    expect(scene.open).toEqual(['unknown legacy-portal']);
    scene.pass(3, second('fails', '5xx'));
    expect(scene.open).toEqual(['background-fails billing-engine']);
    scene.pass(20, second('fails', '5xx'));
    scene.pass(60, well);
    expect(scene.told).toEqual([
      'opened unknown legacy-portal',
      'updated background-fails billing-engine',
      'resolved background-fails billing-engine',
    ]);
  });

  it('is named by a call that does not end, however long calls usually take', () => {
    scene.pass(135, () => {
      well();
      billing.calls('billing-engine', 'list-changes', { ok: 0 });
    });
    scene.pass(6, second('hangs', '5xx'));
    expect(scene.told).toEqual(['opened background-hangs billing-engine']);
  });

  it('is named by a call that takes much longer than usual, as long as it does', () => {
    const slow = (engineMs: number) => (): void => {
      gateway.forwards('legacy-portal', { ok: 4, ms: 2_500 });
      identity.calls('crm', 'verify-credentials', { ok: 1 });
      if (scene.now % 4_000 === 0) billing.calls('billing-engine', 'list-changes', { ok: 1, ms: engineMs });
    };
    const quick = (): void => {
      well();
      if (scene.now % 4_000 === 0) billing.calls('billing-engine', 'list-changes', { ok: 1, ms: 10 });
    };
    scene.pass(136, quick).pass(12, slow(10));
    expect(scene.open).toEqual(['unknown legacy-portal']);
    scene.pass(60, quick).pass(8, slow(2_500));
    expect(scene.open).toEqual(['background-slow billing-engine']);
  });

  it('is not to blame for a failure after which it has answered', () => {
    scene.pass(135, well);
    scene.pass(1, () => {
      second('ok', '5xx')();
      billing.calls('billing-engine', 'list-changes', { ok: 1, failed: { timeout: 1 } });
    });
    scene.pass(20, second('ok', '5xx'));
    expect(scene.open).toEqual(['unknown legacy-portal']);
  });

  it('is not looked for where the cause is known', () => {
    scene.pass(135, well);
    scene.pass(10, () => {
      second('ok', '5xx')();
      identity.calls('crm', 'verify-credentials', { failed: { '5xx': 2 } });
      billing.calls('billing-engine', 'list-invoices', { failed: { '5xx': scene.now % 10_000 === 0 ? 1 : 0 } });
    });
    expect(scene.open).toEqual(['background-fails crm']);
  });

  it('is found behind a service of ours, too', () => {
    scene.pass(135, well);
    scene.pass(6, () => {
      well();
      gateway.forwards('billing', { failed: { '5xx': 5 } });
      if (scene.now % 6_000 === 0) billing.calls('payment-provider', 'charge', { failed: { '5xx': 1 } });
    });
    expect(scene.told).toEqual(['opened background-fails payment-provider']);
  });
});

describe('what is usual', () => {
  it('is not what an earlier fault was like', () => {
    scene.pass(60, second('ok'));
    const often = (outcome: 'ok' | 'fails') => (): void => {
      billing.calls('rating', 'list-records', outcome === 'ok' ? { ok: 1 } : { failed: { '5xx': 1 } });
    };
    scene.pass(60, often('ok')).pass(20, often('fails')).pass(80, often('ok'));
    const before = scene.told.length;
    scene.pass(3, often('fails'));
    expect(scene.told.slice(before)).toEqual(['reopened background-fails rating']);
  });
});

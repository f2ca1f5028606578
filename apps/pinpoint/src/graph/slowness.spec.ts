import { beforeEach, describe, expect, it } from '@jest/globals';
import { usualSystem } from '../testing/usual-system.ts';

let { gateway, billing, scene, well, but } = usualSystem();

beforeEach(() => {
  ({ gateway, billing, scene, well, but } = usualSystem());
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

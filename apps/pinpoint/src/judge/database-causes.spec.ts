import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '../testing/scene.ts';
import { usualSystem } from '../testing/usual-system.ts';

let { gateway, billing, identity, scene, well, but } = usualSystem();
let actors: Actor[];

beforeEach(() => {
  ({ gateway, billing, identity, scene, well, but } = usualSystem());
  actors = [gateway, billing, identity];
});

/** A second with statements in every database. */
function statements(ms = 10): () => void {
  return () => {
    for (const actor of actors) actor.database({ ok: 10, ms });
  };
}

/** Everything takes that long to get a processor. */
function lateBy(ms: number): void {
  for (const actor of actors) actor.tookMs = ms;
}

describe('on a machine that is short of processor', () => {
  it('a disk that is full is named at once, though every database is slow', () => {
    scene.pass(60, statements());
    lateBy(150);
    scene.pass(10, statements(500));
    scene.pass(2, () => {
      statements(500)();
      billing.database({ failed: { disk_full: 8 } });
    });
    expect(scene.open).toEqual(['disk-full database of billing', 'processor-short the machine']);
  });

  it('a database that is slow is named as soon as the shortage is too old to be why', () => {
    scene.pass(60, statements());
    lateBy(150);
    scene.pass(8, statements());
    lateBy(5);
    scene.pass(3, statements(600));
    expect(scene.open).not.toContain('database-slow PostgreSQL');
    scene.pass(8, statements(600));
    expect(scene.open).toContain('database-slow PostgreSQL');
  });
});

describe('connections that are used up', () => {
  it('are named where only some get as far as to be told so', () => {
    scene.pass(60, statements());
    scene.pass(4, () => {
      billing.database({ failed: { too_many_connections: 1, timeout: 9 } });
      for (const actor of [gateway, identity]) actor.database({ failed: { timeout: 10 } });
    });
    expect(scene.told).toEqual(['opened database-connections PostgreSQL']);
  });
});

describe('databases', () => {
  const refusedBy = (some: Actor[]) => (): void => {
    for (const actor of actors) {
      actor.database(some.includes(actor) ? { failed: { refused: 3 } } : { ok: 3 });
    }
  };

  it('are one cause from beginning to end, though some notice it earlier and some later', () => {
    scene.pass(60, refusedBy([]));
    scene.pass(3, () => {
      billing.database({ failed: { refused: 3 } });
    });
    scene.pass(10, refusedBy(actors));
    scene.pass(6, refusedBy([billing]));
    scene.pass(60, refusedBy([]));
    expect(scene.told).toEqual(['opened database-away PostgreSQL', 'resolved database-away PostgreSQL']);
  });

  it('are one cause where most of them are in trouble at once', () => {
    scene.pass(60, well);
    scene.pass(5, () => {
      for (const actor of actors) actor.database({ failed: { refused: 3 } });
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

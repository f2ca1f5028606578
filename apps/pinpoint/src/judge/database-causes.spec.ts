import { beforeEach, describe, expect, it } from '@jest/globals';
import { Actor, Scene } from '../testing/scene.ts';

let gateway: Actor;
let billing: Actor;
let identity: Actor;
let actors: Actor[];
let scene: Scene;

beforeEach(() => {
  gateway = new Actor('gateway');
  billing = new Actor('billing');
  identity = new Actor('identity');
  actors = [gateway, billing, identity];
  scene = new Scene(actors);
  scene.pass(60, statements());
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
    lateBy(150);
    scene.pass(10, statements(500));
    scene.pass(2, () => {
      statements(500)();
      billing.database({ failed: { disk_full: 8 } });
    });
    expect(scene.open).toEqual(['disk-full database of billing', 'processor-short the machine']);
  });

  it('a database that is slow is named as soon as the shortage is too old to be why', () => {
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
    scene.pass(4, () => {
      billing.database({ failed: { too_many_connections: 1, timeout: 9 } });
      for (const actor of [gateway, identity]) actor.database({ failed: { timeout: 10 } });
    });
    expect(scene.told).toEqual(['opened database-connections PostgreSQL']);
  });
});

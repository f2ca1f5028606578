import { beforeEach, describe, expect, it } from '@jest/globals';
import { startGraceTicks } from '../insides/start.ts';
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
});

/** All of it was started a few seconds before anybody began to look. */
function started(): void {
  for (const actor of actors) actor.startedAt = scene.now / 1_000 - 12;
}

function visit(ok: boolean): void {
  scene.visit({ capability: 'sign-in', side: undefined, ok, tookMs: 5, detail: ok ? 'well' : 'ECONNREFUSED' });
}

/** How it is while the gateway is not there yet: the others find nobody, and customers do not get in. */
function withoutGateway(): void {
  if (scene.now % 10_000 === 0) visit(false);
  billing.calls('billing-engine', 'list-changes', { failed: { refused: 1 } });
  identity.calls('crm', 'list-changes', { failed: { '5xx': 1 } });
  billing.database({ ok: 5 });
}

function well(): void {
  if (scene.now % 10_000 === 0) visit(true);
  billing.calls('billing-engine', 'list-changes', { ok: 1 });
  identity.calls('crm', 'list-changes', { ok: 1 });
  billing.database({ ok: 5 });
}

describe('a system that starts as a whole', () => {
  it('accuses nobody: whoever does not answer yet, whoever has not been reached yet, nor for what visitors see of it', () => {
    started();
    gateway.state = 'refused';
    billing.state = 'silent';
    scene.pass(5, withoutGateway);
    billing.state = 'answers';
    scene.pass(40, withoutGateway);
    gateway.state = 'answers';
    scene.pass(60, well);
    expect(scene.told).toEqual([]);
  });

  it('accuses them when starting takes longer than it may', () => {
    started();
    gateway.state = 'refused';
    scene.pass(startGraceTicks, withoutGateway);
    expect(scene.told).toEqual([]);
    scene.pass(6, withoutGateway);
    expect(scene.open).toEqual(['background-away billing-engine', 'background-fails crm', 'process-away gateway']);
  });

  it('is not short of processor for that alone, and is when it stays so', () => {
    started();
    const late = (): void => {
      for (const actor of actors) actor.tookMs = 200;
      billing.database({ ok: 8, failed: { timeout: 4 }, ms: 150 });
    };
    scene.pass(startGraceTicks, late);
    expect(scene.told).toEqual([]);
    scene.pass(6, late);
    expect(scene.open).toEqual(['processor-short the machine']);
  });

  it('accuses whoever did well and does so no more', () => {
    started();
    scene.pass(20, well);
    billing.state = 'refused';
    scene.pass(5, () => {
      visit(false);
      identity.calls('crm', 'list-changes', { failed: { '5xx': 1 } });
    });
    expect(scene.open).toEqual(['background-fails crm', 'process-away billing']);
  });
});

describe('somebody who begins to watch a system that has long been running', () => {
  it('says at once what is missing', () => {
    gateway.state = 'refused';
    scene.pass(5, withoutGateway);
    expect(scene.open).toEqual(['background-away billing-engine', 'background-fails crm', 'process-away gateway']);
  });

  it('gives a process that is new among them the time to start, and no longer', () => {
    scene.pass(30, well);
    const fresh = new Actor('billing', 'billing-2');
    fresh.state = 'refused';
    actors.push(fresh);
    scene.pass(startGraceTicks, well);
    expect(scene.told).toEqual([]);
    scene.pass(4, well);
    expect(scene.open).toEqual(['process-away billing']);
  });
});

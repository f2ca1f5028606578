import { beforeEach, describe, expect, it } from '@jest/globals';
import { seriesKey } from '../signals/series.ts';
import { Actor, Scene } from '../testing/scene.ts';

const waiting = seriesKey('node_pressure_cpu_waiting_seconds_total');
const heldBack = seriesKey('container_cpu_cfs_throttled_seconds_total');

let actors: Actor[];
let gateway: Actor;
let billing: Actor;
let scene: Scene;

beforeEach(() => {
  actors = ['gateway', 'billing', 'identity', 'portal'].map((name) => new Actor(name));
  [gateway, billing] = actors as [Actor, Actor];
  scene = new Scene(actors);
});

function well(): void {
  gateway.forwards('billing', { ok: 5 });
  billing.calls('billing-engine', 'list-changes', { ok: 2 });
  billing.answers('200', 5);
}

function slow(ms = 900): void {
  gateway.forwards('billing', { ok: 5, ms });
  billing.calls('billing-engine', 'list-changes', { ok: 2, ms });
}

describe('a machine that has too little processor', () => {
  it('is named for what is slow there, with what was measured', () => {
    scene.pass(30, well);
    for (const actor of actors) actor.tookMs = 40;
    scene.pass(10, () => {
      for (const actor of actors) actor.count(waiting, 0.9);
      slow(380);
    });
    expect(scene.told).toEqual(['opened processor-short the machine']);
    const texts = scene.events[0]?.incident.diagnosis.evidence.map(({ text }) => text);
    expect(texts).toContain('its 4 processes take 40 ms to say how they are, all at once');
    expect(texts).toContain('somebody waited for a processor 90 % of the time');
  });

  it('is no excuse for one that says nothing when the others are only a little late', () => {
    scene.pass(30, well);
    for (const actor of actors) actor.tookMs = 60;
    scene.pass(6, well);
    billing.state = 'silent';
    scene.pass(4);
    expect(scene.open).toEqual(['process-silent billing']);
  });

  it('is not named besides for being late with one that is busy with itself', () => {
    scene.pass(30, well);
    for (const actor of actors) actor.tookMs = 60;
    scene.pass(12, () => {
      billing.count(seriesKey('process_cpu_seconds_total'), 0.9);
      billing.count(seriesKey('nodejs_eventloop_late_seconds_total'), 0.9);
      gateway.forwards('billing', { ok: 5, ms: 500 });
    });
    expect(scene.open).toEqual(['blocked-loop billing']);
  });

  it('is no excuse for calls that hang since it was over', () => {
    scene.pass(30, well);
    for (const actor of actors) actor.tookMs = 400;
    scene.pass(6, well);
    for (const actor of actors) actor.tookMs = 5;
    scene.pass(9, well);
    scene.pass(4, () => {
      gateway.forwards('billing', { ok: 5 });
      billing.calls('billing-engine', 'list-changes', { underWay: 2 });
    });
    expect(scene.open).toEqual(['background-hangs billing-engine']);
  });

  it('is not named while nothing is in trouble, however late everybody is', () => {
    scene.pass(30, well);
    for (const actor of actors) actor.tookMs = 400;
    scene.pass(20, well);
    expect(scene.told).toEqual([]);
  });

  it('is not to blame where one alone is late, or only the pressure is high', () => {
    scene.pass(30, well);
    billing.tookMs = 600;
    scene.pass(10, () => {
      for (const actor of actors) actor.count(waiting, 0.9);
      billing.calls('billing-engine', 'list-changes', { ok: 2, ms: 1_500 });
    });
    expect(scene.open).toEqual(['background-slow billing-engine']);
  });

  it('hides no fault that is more than being late', () => {
    scene.pass(30, well);
    for (const actor of actors) actor.tookMs = 400;
    scene.pass(10, () => {
      billing.calls('billing-engine', 'list-changes', { failed: { '5xx': 2 } });
    });
    expect(scene.open).toEqual(['background-fails billing-engine']);
  });

  it('explains so much lateness and no more', () => {
    scene.pass(30, well);
    for (const actor of actors) actor.tookMs = 60;
    scene.pass(10, () => {
      gateway.forwards('billing', { ok: 5, ms: 500 });
      billing.calls('billing-engine', 'list-changes', { ok: 2, ms: 2_500 });
    });
    expect(scene.open).toContain('background-slow billing-engine');
    expect(scene.open).not.toContain('unknown billing');
  });

  it('hides a hang only until nothing has got through for eight seconds', () => {
    const hanging = (): void => {
      billing.calls('billing-engine', 'list-changes', { failed: { timeout: 1 }, underWay: 3 });
    };
    scene.pass(30, well);
    for (const actor of actors) actor.tookMs = 400;
    scene.pass(7, hanging);
    expect(scene.open).not.toContain('background-hangs billing-engine');
    scene.pass(6, hanging);
    expect(scene.open).toContain('background-hangs billing-engine');
  });

  it('does not make a process hang that says nothing for some seconds', () => {
    scene.pass(30, well);
    for (const actor of actors) actor.tookMs = 400;
    scene.pass(5, well);
    billing.state = 'silent';
    scene.pass(6);
    expect(scene.told).toEqual([]);
    scene.pass(6);
    expect(scene.open).toEqual(['process-silent billing']);
  });

  it('is one machine among several: on the others everybody is blamed as ever', () => {
    for (const [index, actor] of actors.entries()) actor.machine = index === 0 ? 'worker-2' : 'worker-1';
    scene.pass(30, well);
    for (const actor of actors.slice(1)) actor.tookMs = 400;
    scene.pass(10, () => {
      slow();
      gateway.calls('crm', 'find', { ok: 2, ms: 10 });
    });
    expect(scene.open).toEqual(['processor-short machine worker-1']);
  });
});

describe('a process that is held back at its limit', () => {
  it('is named for being late, and nobody else', () => {
    scene.pass(30, well);
    scene.pass(10, () => {
      billing.count(heldBack, 0.6);
      slow();
    });
    expect(scene.told).toEqual(['opened processor-short billing']);
    expect(scene.verdict?.causes[0]?.evidence[0]?.text).toBe(
      'billing is held back at its limit of processor 60 % of the time',
    );
  });
});

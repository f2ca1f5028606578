import { beforeEach, describe, expect, it } from '@jest/globals';
import type { PodTrouble } from '../signals/pod.ts';
import { Actor, Scene } from '../testing/scene.ts';

let gateway: Actor;
let billing: Actor;
let scene: Scene;

beforeEach(() => {
  gateway = new Actor('gateway');
  billing = new Actor('billing', 'billing-1');
  scene = new Scene([gateway, billing]);
  scene.pass(30);
});

const trouble = (kind: PodTrouble['kind'], text = 'why'): PodTrouble => ({
  service: 'billing',
  instance: 'billing-2',
  version: '2',
  kind,
  text,
});

describe('what Kubernetes says of pods', () => {
  it.each([
    ['out-of-memory', 'out-of-memory'],
    ['crash-loop', 'crash-loop'],
    ['image', 'image-missing'],
    ['settings', 'pod-refused'],
    ['unschedulable', 'pod-refused'],
    ['evicted', 'pod-refused'],
  ] as const)('is named: %s', (kind, cause) => {
    scene.pods = [trouble(kind, 'billing: in its own words')];
    scene.pass(3);
    expect(scene.open).toEqual([`${cause} billing`]);
    expect(scene.verdict?.causes[0]?.evidence[0]).toEqual({
      verdict: 'for',
      about: 'pod billing-2 (2)',
      text: 'billing: in its own words',
    });
    scene.pods = [];
    scene.pass(20);
    expect(scene.open).toEqual([]);
  });

  it('explains what is seen from outside: one cause, and that they know why', () => {
    billing.state = 'refused';
    scene.pods = [trouble('crash-loop'), trouble('out-of-memory')];
    scene.pass(6, () => {
      gateway.forwards('billing', { failed: { refused: 4 } });
    });
    expect(scene.open).toEqual(['out-of-memory billing']);
  });

  it('speaks for the release that it began with', () => {
    billing.version = '2';
    billing.restart();
    scene.pods = [trouble('crash-loop', 'billing: CrashLoopBackOff')];
    scene.pass(1);
    billing.restart();
    scene.pass(1);
    billing.restart();
    scene.pass(3);
    expect(scene.causes).toEqual(['bad-release billing']);
    expect(scene.verdict?.causes[0]?.evidence).toContainEqual(
      expect.objectContaining({ text: 'billing: CrashLoopBackOff' }),
    );
  });
});

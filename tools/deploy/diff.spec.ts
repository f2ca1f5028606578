import { describe, expect, it } from '@jest/globals';
import { changesOf, driftOf } from './diff.ts';
import type { Manifest } from './manifest.ts';

function deployment(spec: Record<string, unknown>): Manifest {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'billing' }, spec };
}

const container = { name: 'billing', image: 'r/billing@sha256:1', env: [{ name: 'A', value: '1' }] };

describe('changesOf', () => {
  it('finds nothing where the cluster merely added defaults', () => {
    const live = deployment({
      replicas: 1,
      progressDeadlineSeconds: 600,
      containers: [{ ...container, imagePullPolicy: 'IfNotPresent' }],
    });
    expect(changesOf(undefined, live, deployment({ containers: [container] }))).toEqual([]);
  });

  it('names the field of a list by the name of its item', () => {
    const live = deployment({ containers: [container] });
    const desired = deployment({ containers: [{ ...container, image: 'r/billing@sha256:2' }] });
    expect(changesOf(live, live, desired)).toEqual([
      { path: 'spec.containers[billing].image', before: 'r/billing@sha256:1', after: 'r/billing@sha256:2' },
    ]);
  });

  it('finds what the new manifest no longer says', () => {
    const live = deployment({ containers: [{ ...container, env: [...container.env, { name: 'B', value: '2' }] }] });
    expect(changesOf(live, live, deployment({ containers: [container] }))).toEqual([
      { path: 'spec.containers[billing].env[B]', before: { name: 'B', value: '2' }, after: undefined },
    ]);
  });

  it('leaves alone what an injector added to a list', () => {
    const released = deployment({ containers: [container] });
    const live = deployment({ containers: [container, { name: 'sidecar', image: 'proxy' }] });
    expect(changesOf(released, live, released)).toEqual([]);
  });

  it('leaves alone the number of pods that only an autoscaler sets', () => {
    const released = deployment({ containers: [container] });
    expect(changesOf(released, deployment({ replicas: 7, containers: [container] }), released)).toEqual([]);
  });

  it('takes lists without names as a whole', () => {
    const [live, desired] = [deployment({ drop: ['ALL'] }), deployment({ drop: ['ALL', 'NET_RAW'] })];
    expect(changesOf(live, live, desired)).toEqual([{ path: 'spec.drop', before: ['ALL'], after: ['ALL', 'NET_RAW'] }]);
  });

  it('takes an empty list for the nothing that Kubernetes makes of it', () => {
    expect(
      changesOf(undefined, deployment({}), deployment({ ingress: [], podLabels: {}, minReadySeconds: 0 })),
    ).toEqual([]);
  });

  it('does not take nothing for none', () => {
    const [live, desired] = [deployment({ replicas: 3 }), deployment({ replicas: 0 })];
    expect(changesOf(live, live, desired)).toEqual([{ path: 'spec.replicas', before: 3, after: 0 }]);
  });

  it('quotes keys that have dots in them', () => {
    const [live, desired] = [deployment({ 'a.b/c': 1 }), deployment({ 'a.b/c': 2 })];
    expect(changesOf(live, live, desired)).toEqual([{ path: 'spec["a.b/c"]', before: 1, after: 2 }]);
  });
});

describe('driftOf', () => {
  it('is what somebody changed after the release', () => {
    const released = deployment({ replicas: 2, containers: [container] });
    expect(driftOf(released, deployment({ replicas: 5, containers: [container] }))).toEqual([
      { path: 'spec.replicas', before: 5, after: 2 },
    ]);
    expect(driftOf(released, released)).toEqual([]);
  });
});

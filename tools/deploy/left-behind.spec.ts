import { describe, expect, it } from '@jest/globals';
import { leftBehind } from './left-behind.ts';
import type { Manifest } from './manifest.ts';

function settings(data: Record<string, string>, name = 'billing-settings'): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

function clusterOf(...objects: Manifest[]): { read: (manifest: Manifest) => Promise<Manifest | undefined> } {
  return {
    read: ({ metadata }) => Promise.resolve(objects.find((object) => object.metadata.name === metadata.name)),
  };
}

describe('what an attempt that was undone left behind', () => {
  const before = settings({ LOG_LEVEL: 'info' });
  const attempt = settings({ LOG_LEVEL: 'info', NEW_THING: 'on' });

  it('is a field that it added', async () => {
    expect(await leftBehind(clusterOf(attempt), [attempt], [before])).toEqual([
      'ConfigMap/billing-settings data.NEW_THING',
    ]);
  });

  it('is an object that it added', async () => {
    const added = settings({}, 'billing-more');
    expect(await leftBehind(clusterOf(before, added), [attempt, added], [before])).toEqual(['ConfigMap/billing-more']);
  });

  it('is nothing when all of it is gone, whatever the cluster adds by itself', async () => {
    const live = settings({ LOG_LEVEL: 'info', INJECTED: 'by the cluster' });
    expect(await leftBehind(clusterOf(live), [attempt], [before])).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../topology/topology.ts';
import { releasePaths } from './source.ts';

describe('what a release is made of', () => {
  it('is the charts and the values of the service', () => {
    expect(releasePaths(workspaceRoot, 'staging', 'console')).toEqual([
      'deploy/charts/service',
      'deploy/charts/console',
      'deploy/environments/staging/values.yaml',
      'deploy/environments/staging/values/console.yaml',
    ]);
  });

  it('is also every file of the environment that the service reads, and no other service is released for it', () => {
    expect(releasePaths(workspaceRoot, 'staging', 'gateway')).toEqual(
      expect.arrayContaining([
        'deploy/environments/staging/migration.yaml',
        'deploy/environments/staging/old-portals.yaml',
      ]),
    );
    expect(releasePaths(workspaceRoot, 'staging', 'portal')).toContain('deploy/environments/staging/brand/brand.yaml');
  });
});

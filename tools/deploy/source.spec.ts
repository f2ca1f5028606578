import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../topology/topology.ts';
import { releasePaths } from './source.ts';

describe('what a release is made of', () => {
  it('is the charts and the values of the service', () => {
    expect(releasePaths(workspaceRoot, 'staging', 'billing')).toEqual([
      'deploy/charts/service',
      'deploy/charts/billing',
      'deploy/environments/staging/values.yaml',
      'deploy/environments/staging/values/billing.yaml',
    ]);
  });

  it('is also every file of the environment that the service reads, and no other service is released for it', () => {
    expect(releasePaths(workspaceRoot, 'staging', 'gateway')).toEqual(
      expect.arrayContaining([
        'deploy/environments/staging/migration.yaml',
        'deploy/environments/staging/old-portals.yaml',
      ]),
    );
  });

  it.each(['portal', 'gateway', 'identity', 'console'])('is the brand, too, for the pages of the %s', (service) => {
    const pictures = ['logo.svg', 'logo-dark.svg', 'icon.svg'];
    expect(releasePaths(workspaceRoot, 'staging', service)).toEqual(
      expect.arrayContaining(['brand.yaml', ...pictures].map((file) => `deploy/environments/staging/brand/${file}`)),
    );
  });
});

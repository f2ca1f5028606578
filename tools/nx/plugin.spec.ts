import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../stack/topology.ts';
import { inferTargets } from './plugin.ts';

describe('the targets of a project', () => {
  it('follow from the files it has', () => {
    expect(Object.keys(inferTargets(workspaceRoot, 'apps/portal'))).toEqual(['lint', 'typecheck', 'test', 'build']);
    expect(Object.keys(inferTargets(workspaceRoot, 'libs/web'))).toEqual(['lint', 'typecheck', 'test']);
  });

  it('of a browser walk need everything built first', () => {
    expect(inferTargets(workspaceRoot, 'apps/portal-e2e')['browser']).toMatchObject({ dependsOn: ['^build'] });
  });
});

import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../topology/topology.ts';
import { inferTargets } from './plugin.ts';

describe('the targets of a project', () => {
  it('follow from the files it has', () => {
    expect(Object.keys(inferTargets(workspaceRoot, 'apps/legacy-portal'))).toEqual(
      expect.arrayContaining(['lint', 'typecheck', 'build', 'image', 'push']),
    );
    expect(Object.keys(inferTargets(workspaceRoot, 'libs/web'))).toEqual(['lint', 'typecheck', 'test']);
  });

  it('of a browser walk need everything built first', () => {
    expect(inferTargets(workspaceRoot, 'apps/portal-e2e')['browser']).toMatchObject({ dependsOn: ['^build'] });
  });

  it('of an image are asked of the engine each time, which alone knows whether it has it', () => {
    const { image, push } = inferTargets(workspaceRoot, 'apps/billing');
    expect(image).toMatchObject({ dependsOn: ['build'], cache: false });
    expect(push).toMatchObject({ dependsOn: ['image'], cache: false });
  });
});

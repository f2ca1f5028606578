import { describe, expect, it } from '@jest/globals';
import { isHopeless } from './hopeless.ts';

describe('isHopeless', () => {
  it.each([
    [
      'an image the registry does not have',
      'ErrImagePull',
      'failed to resolve reference "r/x@sha256:1": r/x: not found',
    ],
    ['the same, said later', 'ImagePullBackOff', 'Back-off pulling image "r/x": ErrImagePull: manifest unknown'],
    ['a registry that lets nobody in', 'ErrImagePull', 'pull access denied, repository does not exist'],
    ['a name that is none', 'InvalidImageName', ''],
    ['a Secret that is missing', 'CreateContainerConfigError', 'secret "billing" not found'],
  ])('%s', (_what, reason, message) => {
    expect(isHopeless({ reason, message, lastExitCode: undefined })).toBe(true);
  });

  it('a service that finds its configuration wrong, and no other that ends', () => {
    const crashing = { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container' };
    expect(isHopeless({ ...crashing, lastExitCode: 78 })).toBe(true);
    expect(isHopeless({ ...crashing, lastExitCode: 1 })).toBe(false);
  });

  it.each([
    ['a registry that does not answer', 'ErrImagePull', 'dial tcp 10.0.0.1:443: i/o timeout'],
    ['a pull that is tried again', 'ImagePullBackOff', 'Back-off pulling image "r/x"'],
    ['a container that is being made', 'ContainerCreating', ''],
  ])('but not %s', (_what, reason, message) => {
    expect(isHopeless({ reason, message, lastExitCode: undefined })).toBe(false);
  });
});

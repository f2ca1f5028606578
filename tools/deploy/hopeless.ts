/** Trouble of a container that waiting does not mend, so that a release need not use up its time-out. */

export interface ContainerTrouble {
  /** Why it waits, in Kubernetes' words: `ImagePullBackOff`, `CrashLoopBackOff`. */
  reason: string;
  message: string;
  /** With which it ended the last time. */
  lastExitCode: number | undefined;
}

/** What a service of ours ends with when its configuration is wrong (`EX_CONFIG` of sysexits). */
const configurationExitCode = 78;
const never = new Set(['InvalidImageName', 'ErrImageNeverPull', 'CreateContainerConfigError']);
const pulling = new Set(['ErrImagePull', 'ImagePullBackOff']);
/** What registries say of an image they do not have or do not give; anything else may be the network. */
const refusedByRegistry = /not found|manifest unknown|does not exist|unauthorized|authentication required|denied/i;

export function isHopeless({ reason, message, lastExitCode }: ContainerTrouble): boolean {
  if (never.has(reason)) return true;
  if (pulling.has(reason)) return refusedByRegistry.test(message);
  return reason === 'CrashLoopBackOff' && lastExitCode === configurationExitCode;
}

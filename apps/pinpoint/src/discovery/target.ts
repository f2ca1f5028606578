import type { PodTrouble } from '../signals/pod.ts';

/** One process to be looked at. */
export interface Target {
  readonly service: string;
  readonly instance: string;
  /** What it runs on; absent where all run on one. */
  readonly machine?: string | undefined;
  /** Its management port. */
  readonly url: URL;
}

/** Says which processes there are, anew each time it is asked. */
export interface Discovery {
  targets(): Promise<readonly Target[]>;
  /** Those that do not run as they should, as of the last time the targets were asked for. */
  readonly pods: readonly PodTrouble[];
}

export const discoveryToken = Symbol('Discovery');

import type { History } from '../signals/history.ts';
import type { PodTrouble } from '../signals/pod.ts';

/** A trouble of pods, and since when it has been there. */
export interface StandingPodTrouble extends PodTrouble {
  readonly sinceTick: number;
}

/** Remembers since when pods do not run as they should. */
export class PodWatch {
  private since = new Map<string, number>();

  look({ tick, pods }: History): StandingPodTrouble[] {
    const standing = pods.map((pod) => ({ ...pod, sinceTick: this.since.get(keyOf(pod)) ?? tick }));
    this.since = new Map(standing.map((pod) => [keyOf(pod), pod.sinceTick]));
    return standing;
  }
}

function keyOf({ instance, kind }: PodTrouble): string {
  return `${instance}|${kind}`;
}

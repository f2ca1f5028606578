/** What keeps a pod from running, as Kubernetes tells it. */
export type PodTroubleKind = 'out-of-memory' | 'crash-loop' | 'image' | 'settings' | 'unschedulable' | 'evicted';

/** A pod that does not run as it should. */
export interface PodTrouble {
  readonly service: string;
  /** The pod's name. */
  readonly instance: string;
  /** Its release, where its label says so. */
  readonly version?: string | undefined;
  readonly kind: PodTroubleKind;
  /** In Kubernetes' own words. */
  readonly text: string;
}
